import Commands
import Synchronization
import Testing

@testable import SyncEngine

struct SyncProgressTests {
  /// What is written while a task reads a page of 100 rows every second, for 65 seconds.
  private func told(isTerminal: Bool, total: Int? = nil) -> [String] {
    let seconds = Mutex<Int64>(0)
    var lines: [String] = []
    let progress = SyncProgress(
      CommandEnvironment(
        output: { _ in }, errors: { lines.append($0) }, isTerminal: isTerminal, variables: [:], executable: "p2c", arguments: [],
        stopwatch: { seconds.withLock { $0 } * 1_000_000_000 }, processorTime: { 0 }, milliseconds: { 0 }))
    var run = TaskRun(task: "Accounts - Customers")
    run.total = total
    for _ in 0..<65 {
      run.read += 100
      run.created += 99
      run.failed += 1
      progress.tell("accounts", run)
      seconds.withLock { $0 += 1 }
    }
    progress.end()
    return lines
  }

  @Test("Where there is no terminal, a line comes every 30 seconds")
  func plain() {
    #expect(
      told(isTerminal: false) == [
        "accounts, Accounts - Customers: 3100 rows read, 3069 written, 31 failed, after 30 s\n",
        "accounts, Accounts - Customers: 6100 rows read, 6039 written, 61 failed, after 60 s\n",
      ])
  }

  @Test("Where the source has counted its rows, a bar fills")
  func bar() {
    let lines = told(isTerminal: true, total: 6500)
    #expect(lines[0].hasSuffix("[....................] 100 of 6500 rows read, 99 written, 1 failed, after 0 s"))
    #expect(lines[32].contains("[##########..........] 3300 of 6500"))
    #expect(lines[64].contains("[####################] 6500 of 6500"))
    #expect(told(isTerminal: false, total: 6500)[0].contains("3100 of 6500 rows read"))
    #expect(!told(isTerminal: false, total: 6500)[0].contains("["))
  }

  @Test("On a terminal one line changes, and is gone at the end")
  func terminal() {
    let lines = told(isTerminal: true)
    #expect(lines.first == "\r\u{1B}[Kaccounts, Accounts - Customers: 100 rows read, 99 written, 1 failed, after 0 s")
    #expect(lines.count == 66)
    #expect(lines.last == "\r\u{1B}[K")
  }
}
