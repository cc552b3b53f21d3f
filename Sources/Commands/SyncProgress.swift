public import SyncEngine

/// Tells how far a run of the engine is: on a terminal in one line that changes, elsewhere in a line now and then.
public final class SyncProgress {
  private let environment: CommandEnvironment
  private let start: Int64
  private var last: Int64?

  private static let terminalNanoseconds: Int64 = 100_000_000
  private static let barWidth = 20
  private static let plainNanoseconds: Int64 = 30_000_000_000

  public init(_ environment: CommandEnvironment) {
    self.environment = environment
    start = environment.stopwatch()
  }

  /// - Parameter run: what the task has come to.
  public func tell(_ project: String, _ run: TaskRun) {
    let now = environment.stopwatch()
    let interval = environment.isTerminal ? Self.terminalNanoseconds : Self.plainNanoseconds
    guard now - (last ?? (environment.isTerminal ? now - interval : start)) >= interval else { return }
    last = now
    var text = "\(project), \(run.task): \(bar(run))\(run.read) \(run.total.map { "of \($0) " } ?? "")rows read, \(run.upserts) written"
    if run.unchanged > 0 { text += ", \(run.unchanged) unchanged" }
    if run.failed > 0 { text += ", \(run.failed) failed" }
    text += ", after \((now - start) / 1_000_000_000) s"
    environment.errors(environment.isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n")
  }

  private func bar(_ run: TaskRun) -> String {
    guard environment.isTerminal, let total = run.total, total > 0 else { return "" }
    let filled = min(Self.barWidth, run.read * Self.barWidth / total)
    return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barWidth - filled) + "] "
  }

  /// Makes room for what comes after.
  public func end() { if environment.isTerminal, last != nil { environment.errors("\r\u{1B}[K") } }
}
