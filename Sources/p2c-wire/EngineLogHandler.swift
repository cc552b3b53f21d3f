import ArgumentParser
import Foundation
import Logging
import OData
import Wire

/// Writes the engine's log to standard error: time, level, message, and the keys by which executions, tasks and rows are found.
struct EngineLogHandler: LogHandler {
  enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json }

  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  private let format: Format
  /// Rows that fail are not told twice where the command's report lists them.
  private let hasRows: Bool

  /// - Parameter level: `nil` for warnings without those about single rows.
  init(level: Logger.Level?, format: Format) {
    logLevel = level ?? .warning
    hasRows = level != nil
    self.format = format
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = self.metadata.merging(event.metadata ?? [:]) { $1 }
    if !hasRows, event.level < .error, all["row"] != nil { return }
    let pairs = Self.order(all.keys).map { ($0, all[$0].map { "\($0)" } ?? "") }
    let text: String
    switch format {
    case .text:
      text = "\(SystemClock().now) \(event.level) \(event.message)" + pairs.map { " \($0)=\(Self.word($1))" }.joined()
    case .json:
      let members: [(String, String)] =
        [("time", "\(SystemClock().now)"), ("level", "\(event.level)"), ("message", "\(event.message)")] + pairs
      text = JSON.object(JSONObject(members.map { .init($0, .string($1)) })).text
    }
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }

  /// The keys everything is found by first, the rest by name.
  private static func order(_ keys: some Sequence<String>) -> [String] {
    let first = ["execution", "project", "task", "row", "destination"]
    return keys.sorted { (first.firstIndex(of: $0) ?? first.count, $0) < (first.firstIndex(of: $1) ?? first.count, $1) }
  }

  /// A value as it stands behind `=`: in quotes where it has blanks, quotes or line ends.
  private static func word(_ text: String) -> String {
    let isPlain = !text.isEmpty && !text.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" }
    return isPlain ? text : JSON.string(text).text
  }
}
