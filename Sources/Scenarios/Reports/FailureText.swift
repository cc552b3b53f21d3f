import OData
import StrictYAML

/// A failure as people read it: place, difference, the step's lines, the record on both sides, the ledger, how to replay.
public struct FailureText {
  let style: TextStyle

  public init(style: TextStyle) { self.style = style }

  /// Width of one of two columns side by side, and of a value that stands alone.
  private static let columnWidth = 72
  private static let valueWidthMax = 100

  /// Characters of two compared values shown, and how many of them stand before the first that differs.
  private static let comparedMax = 160
  private static let comparedBefore = 40

  /// Both values, or of long ones what stands round the first difference; line breaks shown as a slash.
  private static func excerpts(_ expected: String, _ actual: String) -> (String, String) {
    let (a, b) = (Array(expected), Array(actual))
    let start = max(a.count, b.count) > comparedMax ? max(0, zip(a, b).prefix { $0 == $1 }.count - comparedBefore) : 0
    func excerpt(_ text: [Character]) -> String {
      let end = min(text.count, start + comparedMax)
      let middle = start < end ? String(text[start..<end]) : ""
      return (start > 0 ? "…" : "") + middle.split(whereSeparator: \.isNewline).joined(separator: " / ") + (end < text.count ? "…" : "")
    }
    return (excerpt(a), excerpt(b))
  }

  public func lines(_ report: FailureReport) -> [String] {
    let failure = report.printable
    var lines = ["\(failure.position): \(style.red("error")): \(failure.message)"]
    if let comparison = failure.comparison {
      let (expected, actual) = Self.excerpts(comparison.expected, comparison.actual)
      lines += ["    expected  \(style.green(expected))", "    actual    \(style.red(actual))"]
    }
    if let step = failure.step {
      lines += ["", "  in the step \(style.bold(step))"]
      let width = String(failure.source.last?.number ?? 0).count
      for (number, text) in failure.source {
        let mark = number == failure.position.line ? style.red(">") : " "
        lines.append("  \(mark) \(padded(String(number), width, left: true)) | \(text)")
      }
    }
    if let response = failure.response { lines += ["", "  the answer was \(response)"] }
    if !failure.records.isEmpty {
      lines.append("")
      lines += sideBySide(failure.records)
    }
    if !failure.ledger.isEmpty { lines += ["", "  ledger"] + failure.ledger.map { "    \($0)" } }
    if !failure.faults.isEmpty { lines += ["", "  faults"] + failure.faults.map { "    \($0)" } }
    lines.append("")
    if let time = failure.virtualTime { lines.append("  virtual time  \(time)") }
    lines.append("  replay        \(failure.replay)")
    return lines
  }

  /// The records of both systems next to each other: first of one and first of the other, and so on.
  private func sideBySide(_ records: [FailureReport.RecordView]) -> [String] {
    if records.count == 1 { return block(records[0], width: Self.valueWidthMax) }
    let left = block(records[0], width: Self.columnWidth)
    let right = block(records[1], width: Self.columnWidth)
    var lines = (0..<max(left.count, right.count)).map { index -> String in
      let a = index < left.count ? left[index] : ""
      let b = index < right.count ? right[index] : ""
      return b.isEmpty ? a : padded(a, Self.columnWidth, left: false) + " │" + b
    }
    for record in records.dropFirst(2) { lines += [""] + block(record, width: Self.valueWidthMax) }
    return lines
  }

  /// A record within so many columns: long values are cut, line breaks shown as a slash.
  private func block(_ record: FailureReport.RecordView, width: Int) -> [String] {
    // One very long name must not push every value out of the column.
    let nameWidth = min(record.lines.map(\.name.count).max() ?? 0, width / 2)
    let valueWidth = max(8, width - nameWidth - 6)
    return ["  " + record.title]
      + record.lines.map { line in
        let value = line.value.split(whereSeparator: \.isNewline).joined(separator: " / ")
        let shown = value.count > valueWidth ? "\(value.prefix(valueWidth - 1))…" : value
        return "    \(padded(line.name, nameWidth, left: false))  \(shown)"
      }
  }

  private func padded(_ text: String, _ width: Int, left: Bool) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return left ? blanks + text : text + blanks
  }
}

/// Whether and how text is coloured.
public struct TextStyle: Sendable {
  public let hasColor: Bool

  public init(hasColor: Bool) { self.hasColor = hasColor }

  public static let plain = TextStyle(hasColor: false)

  func red(_ text: String) -> String { wrapped(text, "31") }
  func green(_ text: String) -> String { wrapped(text, "32") }
  func bold(_ text: String) -> String { wrapped(text, "1") }
  func faint(_ text: String) -> String { wrapped(text, "2") }

  private func wrapped(_ text: String, _ code: String) -> String { hasColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
