import ArgumentParser
import Commands
import Foundation
import Scenarios
import Synchronization
import Testing

/// `p2c run --watch`, with files that change when the test says so.
struct WatchTests {
  private static func scenario(_ title: String, _ name: String = "A") -> String {
    "scenario: \(title)\nbaseline: none\nsteps:\n  - create: sales/accounts\n    with: {name: A, accountnumber: A-1}\n"
      + "  - expect: sales/accounts\n    key: A-1\n    has: {name: \(name)}\n"
  }

  @Test("A scenario runs again alone when its file is written, and all run when another file changes")
  func watch() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-watch-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    try write("a.yaml", Self.scenario("one", "B"))
    try write("b.yaml", Self.scenario("two"))
    var output = ""
    var turns = 0
    var versions: [String: Int64] = [:]
    var environment = CommandEnvironment(
      output: { output += $0 }, errors: { output += $0 }, isTerminal: false, variables: [:], executable: "p2c", arguments: [],
      stopwatch: { 0 }, processorTime: { 0 }, milliseconds: { 0 })
    environment.watching = Watching(
      modified: { path in versions[String(path.split(separator: "/").last ?? "")] ?? 0 },
      pause: { _ in
        turns += 1
        output += "-- \(turns)\n"
        do {
          switch turns {
          case 1: break
          case 2:
            try write("a.yaml", Self.scenario("one"))
            versions["a.yaml"] = 1
          case 3:
            try write("notes.txt", "something else")
          default: return false
          }
        } catch {
          return false
        }
        return true
      })
    let command = try RunCommand.parse([folder.path, "--watch", "--jobs", "1"])
    #expect(try await command.run(in: environment) == .passed)
    let parts = output.components(separatedBy: "-- ")
    #expect(parts.count == 5)
    #expect(parts[0].contains("2 scenarios: 1 passed, 1 failed"))
    #expect(parts[1] == "1\n")
    #expect(parts[2].contains("ok    one") && !parts[2].contains("two"))
    #expect(parts[3].contains("2 scenarios: 2 passed"))
  }

  @Test("Files are told once when they are new, written or gone")
  func changes() {
    var times: [String: Int64] = ["a": 1, "b": 1]
    var files = WatchedFiles(modified: { times[$0] })
    #expect(files.changes(in: ["b", "a"]) == ["a", "b"])
    #expect(files.changes(in: ["a", "b"]).isEmpty)
    times["a"] = 2
    #expect(files.changes(in: ["a", "b", "c"]) == ["a"])
    times["b"] = nil
    times["c"] = 1
    #expect(files.changes(in: ["a", "b", "c"]) == ["b", "c"])
    #expect(files.changes(in: ["a"]) == ["c"])
  }
}
