import FoundationEssentials
import Scenarios

/// A JSON report on disk.
enum ReportFile {
  /// - Throws: `CommandFailure` that says what is wrong with it.
  static func read(_ path: String) throws -> SuiteResult {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(.badCommandLine, "error: cannot read \(path); a report is written by p2c run --json \(path)")
    }
    do {
      return try JSONReport.suite(Array(data))
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(path) cannot be used: \(error)")
    }
  }
}
