import StrictYAML
import Synchronization
import Testing

@testable import Scenarios

/// `throughput` and `p99` of a scenario.
struct SpeedExpectationTests {
  private static let steps = "steps:\n  - create: sales/accounts\n    with: {name: Fabrikam}\n  - run: accounts\n"

  /// On a clock that moves a tenth of a millisecond with each look.
  private static func run(_ text: String) async throws -> ScenarioResult {
    let clock = Counter()
    return try await ScenarioRunner(factory: Worlds.factory, options: SuiteOptions(), stopwatch: { clock.next() }, reporter: nil)
      .run(try Worlds.scenario(text))
  }

  private final class Counter: Sendable {
    private let value = Mutex<Int64>(0)
    func next() -> Int64 {
      value.withLock {
        $0 += 100_000
        return $0
      }
    }
  }

  @Test("Bounds that are kept pass, and the report says what was measured")
  func kept() async throws {
    let result = try await Self.run("scenario: A\nthroughput: at least 1 rows a second\np99: at most 60 s\n\(Self.steps)")
    #expect(result.isPassed)
    #expect(result.notes.contains { $0.hasPrefix("speed: ") && $0.contains("rows a second") && $0.contains("p99 of") })
  }

  @Test(
    "A bound that is not kept fails at its place with what was measured",
    arguments: [
      ("throughput: at least 999999999 rows a second", "throughput is to be at least 999999999 rows a second, and was "),
      ("p99: at most 0.001 us", "p99 is to be at most 0.001 us, and was "),
    ])
  func broken(line: String, message: String) async throws {
    let result = try await Self.run("scenario: A\n\(line)\n\(Self.steps)")
    guard case .failed(let report) = result.outcome else {
      Issue.record("\(result.outcome)")
      return
    }
    #expect(report.message.hasPrefix(message), "\(report.message)")
    #expect(report.position.line == 2)
  }

  @Test(
    "What is no bound is told with how to write one",
    arguments: [
      ("throughput: 500", "at least 500 rows a second"), ("p99: below 3 ms", "at most 20 ms"), ("p99: at most 3 h", "at most 20 ms"),
    ])
  func malformed(line: String, hint: String) throws {
    let complaints = try Worlds.complaints("scenario: A\n\(line)\n\(Self.steps)")
    #expect(complaints.contains { "\($0)".contains(hint) }, "\(complaints)")
  }
}
