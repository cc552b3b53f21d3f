import Twin

/// Comma-separated text for tests.
enum DelimitedLines {
  static func text(_ text: String) -> DelimitedText {
    let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    return DelimitedText(header: lines[0], records: lines.dropFirst().enumerated().map { .init(line: $0 + 2, fields: $1) })
  }
}
