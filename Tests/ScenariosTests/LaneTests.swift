import Foundation
import OData
import StrictYAML
import Testing

@testable import Scenarios

/// A suite on several lanes at once.
struct LaneTests {
  /// Scenarios of different length, one of which fails, one breaks its baseline's promise, and one loops.
  private static func scenarios() throws -> [Scenario] {
    try [
      "scenario: long\nsteps:\n  - run: accounts\n    expect: {created: 20}\n",
      "scenario: short\nbaseline: none\nsteps:\n  - create: sales/accounts\n    with: {name: A}\n    as: a\n  - print: ${a.accountnumber}\n",
      "scenario: fails\nsteps:\n  - run: accounts\n    expect: {created: 3}\n",
      "scenario: nowhere\nbaseline: nobody\nsteps:\n  - advance: 1 day\n",
      "scenario: nowhere else\nbaseline: nothing\nsteps:\n  - advance: 1 day\n",
      "scenario: another level\nsettings: {supplyChain: {level: '7.2'}}\nsteps:\n  - run: accounts\n",
      "scenario: loop\nsteps:\n  - forEach: sales/accounts\n    as: a\n    steps: [{print: x}]\n",
    ].enumerated().map { try Worlds.scenario($1, name: "lane\($0).yaml") }
  }

  private static func report(
    lanes: Int, ends: Bool = false, stops: Bool = false, reporter: (any SuiteReporter)? = nil
  ) async throws -> SuiteResult {
    var options = SuiteOptions()
    options.recordsEndState = ends
    options.stopsAtFirstFailure = stops
    let lanes = (0..<lanes).map { _ in ScenarioLane(factory: Worlds.factory) }
    let scenarios = try scenarios()
    return await ScenarioRunner(lanes: lanes, options: options, stopwatch: { 0 }, reporter: reporter).run(scenarios)
  }

  @Test("What comes out is the same, byte for byte, on one lane and on several")
  func same() async throws {
    let one = try await Self.report(lanes: 1, ends: true)
    let several = try await Self.report(lanes: 3, ends: true)
    #expect(JSONReport.text(one) == JSONReport.text(several))
    #expect(JUnitReport.text(one) == JUnitReport.text(several))
    #expect(one.jobs == 1)
    #expect(several.jobs == 3)
  }

  @Test("A baseline that is not there makes its scenario malformed, and the others run")
  func malformed() async throws {
    let suite = try await Self.report(lanes: 2)
    let counts: [Int] = [suite.passed, suite.failed, suite.broken, suite.malformed]
    #expect(counts == [4, 1, 0, 2])
    guard case .malformed(let file) = suite.results[3].outcome else { return #expect(Bool(false), "\(suite.results[3].outcome)") }
    #expect(file.diagnostics.first?.message.hasPrefix("there is no baseline 'nobody'") == true)
    #expect(JSONReport.text(suite).contains(#""outcome":"malformed","error":"#))
  }

  @Test("The first failure ends the run at the same scenario on any number of lanes", arguments: [1, 5])
  func failFast(lanes: Int) async throws {
    let suite = try await Self.report(lanes: lanes, stops: true)
    #expect(suite.results.map(\.title) == ["long", "short", "fails"])
    #expect(suite.skipped == 4)
  }

  @Test("Whoever listens hears every scenario end once, in the order of the scenarios", arguments: [1, 4])
  func order(lanes: Int) async throws {
    let listener = EndListener()
    _ = try await Self.report(lanes: lanes, reporter: listener)
    #expect(listener.ended == ["long", "short", "fails", "nowhere", "nowhere else", "another level", "loop"])
    #expect(Set(listener.began) == Set(listener.ended))
    #expect(listener.began.count == listener.ended.count)
  }

  @Test("A value that several ask for at once is made once, and an error is for all of them")
  func madeOnce() async throws {
    let made = MadeOnce<String, Int>()
    let calls = Counter()
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        group.addTask {
          try await made.value("a") {
            await Task.yield()
            return calls.next()
          }
        }
      }
      for try await value in group { #expect(value == 1) }
    }
    await #expect(throws: CancellationError.self) { try await made.value("b") { throw CancellationError() } }
    await #expect(throws: CancellationError.self) { try await made.value("b") { 1 } }
    made.forget("a")
    #expect(try await made.value("a") { calls.next() } == 2)
  }
}

private final class EndListener: SuiteReporter {
  var began: [String] = []
  var ended: [String] = []

  func suiteBegan(count: Int) {}
  func scenarioBegan(_ scenario: Scenario) { began.append(scenario.title) }
  func scenarioProgress(_ done: Int, of total: Int) {}
  func scenarioEnded(_ result: ScenarioResult) { ended.append(result.title) }
}

private final class Counter: Sendable {
  private let turns = ScenarioTurns(count: 1000)
  func next() -> Int { (turns.next() ?? -1) + 1 }
}
