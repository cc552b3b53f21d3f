import OData
import StrictYAML
import Testing

@testable import Scenarios

struct KnownIssueTests {
  private static func result(_ steps: String, today: String?) async throws -> ScenarioResult {
    var options = SuiteOptions()
    options.today = today.flatMap { CalendarDate($0) }
    return try await Worlds.run(
      "scenario: A\nknownIssue: {reason: rounding differs, until: 2027-03-31}\nsteps:\n\(steps)", options: options)
  }

  private static let failing = "  - expect: ${1}\n    is: 2\n"

  @Test("A scenario with a mark passes by failing, up to the last day of the mark", arguments: ["2027-03-31", nil])
  func fails(today: String?) async throws {
    let result = try await Self.result(Self.failing, today: today)
    #expect(result.isPassed)
    #expect(result.knownIssue?.reason == "rounding differs")
    #expect(result.notes == ["known issue until 2027-03-31: rounding differs; it fails with: the value is not as expected"])
  }

  @Test("One that no longer fails is an error, and so is a mark whose day is over")
  func errors() async throws {
    guard case .failed(let passed) = try await Self.result("  - advance: 1 day\n", today: nil).outcome else {
      Issue.record("it has to fail")
      return
    }
    #expect(passed.message == "the scenario no longer fails; take the mark 'knownIssue' out (rounding differs)")
    #expect(passed.position.line == 2)
    #expect(passed.replay.hasPrefix("p2c run "))
    guard case .failed(let over) = try await Self.result(Self.failing, today: "2027-04-01").outcome else {
      Issue.record("it has to fail")
      return
    }
    #expect(
      over.message
        == "the mark 'knownIssue' was good until 2027-03-31: mend it or set another day (rounding differs)\n    the value is not as expected"
    )
  }

  @Test("A mark needs a reason and a day there is")
  func malformed() throws {
    func complaints(_ mark: String) throws -> [String] {
      try Worlds.complaints("scenario: A\nknownIssue: \(mark)\nsteps:\n  - advance: 1 day\n")
    }
    #expect(try complaints("{reason: x}") == ["test.yaml:2:13: error: 'knownIssue' needs the key 'until'"])
    #expect(try complaints("{until: 2027-01-01}") == ["test.yaml:2:13: error: 'knownIssue' needs the key 'reason'"])
    #expect(
      try complaints("{reason: x, until: 2027-02-30}")
        == ["test.yaml:2:32: error: '2027-02-30' is no day; write one such as 2027-03-31"])
  }
}
