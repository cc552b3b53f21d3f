import OData
import StrictYAML

/// How fast a scenario has to be on the machine it runs on: `throughput: at least 500 rows a second`, `p99: at most 20 ms`.
///
/// Looked at when the scenario has passed otherwise. The time is the machine's, not the world's, so it is for scenarios that are run to
/// measure, on machines that are known.
struct SpeedExpectation: Sendable {
  enum Figure: String, CaseIterable, Sendable {
    /// Rows the engine writes for each second of its runs.
    case throughput
    /// What 99 of 100 answers took at most.
    case p99
  }

  let figure: Figure
  /// Rows a second, or nanoseconds.
  let bound: Int64
  /// As it was written.
  let text: String
  let position: SourcePosition

  private static let units: [(name: Substring, nanoseconds: Int64)] = [("us", 1000), ("µs", 1000), ("ms", 1_000_000), ("s", 1_000_000_000)]

  /// What a scenario file says; what is no bound is reported.
  static func read(_ map: MapReader, _ collector: DiagnosticCollector) -> [SpeedExpectation] {
    Figure.allCases.compactMap { figure in
      guard let scalar = map.text(figure.rawValue) else { return nil }
      guard let bound = bound(figure, scalar.text) else {
        collector.report(
          scalar.position,
          figure == .throughput
            ? "'\(scalar.text)' is no bound; write it so: at least 500 rows a second"
            : "'\(scalar.text)' is no bound; write it so: at most 20 ms (us, ms or s)")
        return nil
      }
      return SpeedExpectation(figure: figure, bound: bound, text: scalar.text, position: scalar.position)
    }
  }

  private static func bound(_ figure: Figure, _ text: String) -> Int64? {
    switch figure {
    case .throughput:
      guard let match = text.wholeMatch(of: /at least ([0-9]{1,12}) rows a second/) else { return nil }
      return Int64(match.output.1)
    case .p99:
      guard let match = text.wholeMatch(of: /at most ([0-9]{1,9}(?:\.[0-9]{1,6})?) ?([a-zµ]+)/),
        let number = ExactDecimal(String(match.output.1)), let unit = units.first(where: { $0.name == match.output.2 })
      else { return nil }
      return (number * ExactDecimal(unit.nanoseconds)).rounded(to: 0).exactInt64
    }
  }

  /// - Throws: `ScenarioFailure` where it was not kept.
  func check(_ watch: SpeedWatch) throws {
    switch figure {
    case .throughput:
      let actual = watch.rowsPerSecond
      guard actual < bound else { return }
      throw ScenarioFailure(
        position, "throughput is to be \(text), and was \(actual) rows a second: \(watch.rowsWritten) rows in \(watch.runTime) of runs")
    case .p99:
      guard let actual = watch.p99 else { throw ScenarioFailure(position, "p99 is to be \(text), and nothing was asked of either system") }
      guard actual > bound else { return }
      throw ScenarioFailure(position, "p99 is to be \(text), and was \(Durations.text(actual)) over \(watch.answerTimes.count) answers")
    }
  }
}
