/// How much worse a build may be than another before a comparison fails, by case and measure: the file `CI/thresholds`.
///
/// ```text
/// # case              measure        at most
/// *                   statements     1.00
/// *                   wall           1.08
/// engine.load         wall           1.05
/// ```
///
/// The last line that fits counts; `*` fits every case.
public struct GateThresholds: Sendable {
  struct Line: Hashable, Sendable {
    let item: String
    let measure: GateMeasure
    let ratio: Double
  }

  /// What is wrong with the text of such a file.
  public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  private let lines: [Line]

  /// Where there is no file: counts may not grow, instructions and allocations by a fiftieth, time by a twelfth.
  public static let standard = GateThresholds(
    lines: GateMeasure.allCases.map { measure in
      Line(item: "*", measure: measure, ratio: !measure.isCount ? 1.08 : measure.isNearlyExact ? 1.02 : 1)
    })

  init(lines: [Line]) { self.lines = lines }

  /// - Parameter path: for messages.
  /// - Throws: `Malformed`, with the line.
  public init(_ text: String, path: String) throws(Malformed) {
    var lines = Self.standard.lines
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      if words.isEmpty { continue }
      let place = "\(path):\(number + 1)"
      guard words.count == 3 else {
        throw Malformed(description: "\(place): a line is a case, a measure and a ratio, such as: * wall 1.08")
      }
      guard let measure = GateMeasure(rawValue: String(words[1])) else {
        let all = GateMeasure.allCases.map(\.rawValue).joined(separator: ", ")
        throw Malformed(description: "\(place): '\(words[1])' is no measure; there are \(all)")
      }
      guard let ratio = Double(words[2]), ratio >= 1, ratio <= 100 else {
        throw Malformed(description: "\(place): '\(words[2])' is no ratio; write how many times as much it may be at most, such as 1.08")
      }
      lines.append(Line(item: String(words[0]), measure: measure, ratio: ratio))
    }
    self.lines = lines
  }

  /// The most that the new build may come to, as a multiple of the old one.
  func ratio(_ item: String, _ measure: GateMeasure) -> Double {
    lines.last { ($0.item == "*" || $0.item == item) && $0.measure == measure }?.ratio ?? 1
  }

  /// The text of a file for what was found between a build and itself: room for all of the interval, and half as much again.
  public static func proposal(_ comparison: GateComparison) -> String {
    var rows = [["# case", "measure", "at most"]]
    for measure in GateMeasure.allCases where measure.isCount {
      rows.append(["*", measure.rawValue, measure.isNearlyExact ? "1.02" : "1.00"])
    }
    for finding in comparison.findings where !finding.measure.isCount {
      guard let interval = finding.interval else { continue }
      let room = max(interval.high - 1, 1 - interval.low, 0.02) * 1.5
      rows.append([finding.item, finding.measure.rawValue, BenchmarkTable.fixed(((1 + room) * 100).rounded(.up) / 100, 2)])
    }
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { $1 + String(repeating: " ", count: $0 < 2 ? widths[$0] - $1.count : 0) }.joined(separator: "  ") + "\n"
    }.joined()
  }
}
