/// How often a project runs: every so many minutes, hours, days, weeks or months (sourced: DI-25, CDSI-18). The smallest is one minute.
public struct Recurrence: Hashable, Sendable {
  public enum Unit: String, Hashable, Sendable, CaseIterable { case minute, hour, day, week, month }

  public let count: Int
  public let unit: Unit

  /// A thousand years of months; more was not meant.
  static let countMax = 12_000
  /// The form of its text.
  static let pattern = "[1-9][0-9]* (minute|hour|day|week|month)s?"

  /// - Returns: `nil` for a count that is not positive, or beyond a thousand years of months.
  public init?(every count: Int, _ unit: Unit) {
    guard (1...Self.countMax * 50).contains(count), unit != .month || count <= Self.countMax else { return nil }
    self.count = count
    self.unit = unit
  }
}

extension Recurrence: LosslessStringConvertible {
  /// Reads `5 minutes`, `1 day`.
  public init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, let count = Int(words[0]),
      let unit = Unit.allCases.first(where: { words[1] == $0.rawValue || words[1] == "\($0.rawValue)s" })
    else { return nil }
    self.init(every: count, unit)
  }

  public var description: String { "\(count) \(unit.rawValue)\(count == 1 ? "" : "s")" }
}
