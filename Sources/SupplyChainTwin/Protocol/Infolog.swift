/// One line of the Infolog, the message list of finance and operations.
struct InfologEntry: Hashable, Sendable {
  enum Level: String, Sendable { case info = "Info", warning = "Warning", error = "Error" }

  let level: Level
  let text: String

  static func info(_ text: String) -> InfologEntry { InfologEntry(level: .info, text: text) }
  static func warning(_ text: String) -> InfologEntry { InfologEntry(level: .warning, text: text) }
  static func error(_ text: String) -> InfologEntry { InfologEntry(level: .error, text: text) }
}

extension Sequence<InfologEntry> {
  /// `Warning: <text>; Error: <text>.`: a closing period is added even behind one (sourced: S23, S25, S29).
  var infologText: String { map { "\($0.level.rawValue): \($0.text)" }.joined(separator: "; ") + "." }
}
