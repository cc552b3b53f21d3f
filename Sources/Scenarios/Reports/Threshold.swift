import OData
import StrictYAML

/// A bound a run has to keep, for gates of CI: `run <= 20 s`, `slowest <= 1500 ms`, `rules >= 100`.
public struct Threshold: Hashable, Sendable, CustomStringConvertible {
  /// What is measured.
  public enum Figure: String, Hashable, Sendable, CaseIterable {
    /// The machine's time of the whole run, of the longest scenario, and of a scenario on average.
    case run, slowest, average
    /// Counts: all scenarios that were run, those that passed, those that did not, those left out, executions of the engine, and rules that
    /// are proven by a scenario that passed.
    case scenarios, passed, failed, notRun, executions, rules

    var isTime: Bool {
      switch self {
      case .run, .slowest, .average: true
      case .scenarios, .passed, .failed, .notRun, .executions, .rules: false
      }
    }
  }

  /// What is wrong with a text that is no threshold.
  public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  public let figure: Figure
  /// Whether the bound is the most that may be; else it is the least.
  public let isMost: Bool
  /// Nanoseconds of a time, else a count.
  public let bound: Int64

  private static let units: [(name: Substring, nanoseconds: Int64)] = [("ms", 1_000_000), ("s", 1_000_000_000), ("min", 60_000_000_000)]
  /// A time or a count beyond this was meant otherwise.
  private static let boundMax = ExactDecimal(1_000_000_000_000_000_000)

  /// - Throws: `Malformed`.
  public init(_ text: String) throws(Malformed) {
    let form = "write a figure, <= or >=, and a bound: 'run <= 20 s', 'failed <= 0'"
    guard let match = text.wholeMatch(of: /\s*([A-Za-z]+)\s*(<=|>=)\s*([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)\s*/),
      let number = ExactDecimal(String(match.output.3))
    else { throw Malformed(description: "'\(text)' is no threshold; \(form)") }
    let names = Figure.allCases.map(\.rawValue)
    guard let figure = Figure(rawValue: String(match.output.1)) else {
      let hint = Suggestion.phrase(for: String(match.output.1), among: names)
      let all = hint.isEmpty ? "; there are \(names.joined(separator: ", "))" : ""
      throw Malformed(description: "'\(match.output.1)' is no figure of a run\(hint)\(all)")
    }
    let unit = Self.units.first { $0.name == match.output.4 }
    guard figure.isTime == (unit != nil), figure.isTime || match.output.4.isEmpty else {
      throw Malformed(
        description: figure.isTime
          ? "'\(text)' needs a unit: ms, s or min" : "'\(text)' is a count; leave the '\(match.output.4)' out")
    }
    let scaled = number * ExactDecimal(unit?.nanoseconds ?? 1)
    guard scaled <= Self.boundMax, let bound = scaled.exactInt64 else {
      throw Malformed(description: "'\(match.output.3)' is no bound of \(figure.rawValue): a count is whole, and neither may be endless")
    }
    self.figure = figure
    isMost = match.output.2 == "<="
    self.bound = bound
  }

  /// As `init(_:)` reads it.
  public var description: String { "\(figure.rawValue) \(isMost ? "<=" : ">=") \(written)" }

  private var written: String {
    guard figure.isTime else { return String(bound) }
    let unit = bound % 1_000_000_000 == 0 ? ("s", Int64(1_000_000_000)) : ("ms", 1_000_000)
    return bound % unit.1 == 0
      ? "\(bound / unit.1) \(unit.0)" : "\(ExactDecimal(mantissa: Int128(bound), scale: 6).normalized) ms"
  }

  /// Nanoseconds of a time, else a count.
  func actual(_ suite: SuiteResult) -> Int64 {
    let results = suite.results
    return switch figure {
    case .run: suite.nanoseconds
    case .slowest: results.map(\.nanoseconds).max() ?? 0
    case .average: results.isEmpty ? 0 : results.reduce(0) { $0 + $1.nanoseconds } / Int64(results.count)
    case .scenarios: Int64(results.count)
    case .passed: Int64(suite.passed)
    case .failed: Int64(results.count(where: \.isProblem))
    case .notRun: Int64(suite.skipped)
    case .executions: Int64(results.reduce(0) { $0 + $1.executions })
    case .rules: Int64(SuiteFigures.rulesProven(suite))
    }
  }

  public func isMet(by suite: SuiteResult) -> Bool {
    let actual = actual(suite)
    return isMost ? actual <= bound : actual >= bound
  }

  /// What was measured, for people: `12.31 s`, `229`.
  func actualText(_ suite: SuiteResult) -> String {
    let actual = actual(suite)
    return figure.isTime ? Durations.text(actual) : SuiteFigures.grouped(Int(actual))
  }
}
