import Foundation
import OData
import StrictYAML
import Testing

@testable import Scenarios

/// A suite spread over machines.
struct ShardTests {
  private static func scenarios() throws -> [Scenario] {
    try (0..<23).map { number in
      let steps =
        switch number % 5 {
        case 0: "  - create: sales/accounts\n    with: {name: A}\n    as: a\n  - print: ${a.accountnumber}\n"
        case 1: "  - expect: sales/accounts\n    where: {name: A}\n    count: 1\n"
        case 2:
          "  - create: sales/accounts\n    with: {name: A, accountnumber: A-1}\n  - expect: sales/accounts\n    key: A-1\n    has: {name: B}\n"
        default: "  - advance: \(number) days\n"
        }
      let baseline = number == 9 ? "nobody" : "none"
      return try Worlds.scenario("scenario: number \(number)\nbaseline: \(baseline)\nsteps:\n\(steps)", name: "shard\(number).yaml")
    }
  }

  private static func run(_ plan: RunPlan, lanes: Int = 1) async -> SuiteResult {
    var options = SuiteOptions()
    options.keepsHistory = true
    let lanes = (0..<lanes).map { _ in ScenarioLane(factory: Worlds.factory) }
    let ticks = ScenarioTurns(count: 1_000_000)
    // Every look at the watch takes another time: what is compared must not depend on it.
    return await ScenarioRunner(lanes: lanes, options: options, stopwatch: { Int64(ticks.next() ?? 0) * 1_234_567 }, reporter: nil).run(
      plan)
  }

  private static func untimed(_ report: String) -> String { report.replacing(/"milliseconds":[0-9.]+/, with: "") }

  @Test("The merged reports of eight shards are the report of the whole run, byte for byte but for times", arguments: [false, true])
  func merge(isTimed: Bool) async throws {
    let plan = RunPlan(try Self.scenarios()).shuffled(seed: 7)
    let whole = await Self.run(plan)
    let durations = isTimed ? RecordedDurations(whole) : nil
    var parts: [(name: String, suite: SuiteResult)] = []
    for number in 1...8 {
      let shard = try #require(Shard("\(number)/8"))
      let suite = await Self.run(plan.part(shard, durations: durations), lanes: 2)
      // As on machines that share nothing but files.
      parts.append(("\(number).json", try JSONReport.suite(Array(JSONReport.text(suite).utf8))))
    }
    // In whatever order they come.
    let merged = try ReportMerge.merged(parts.reversed())
    #expect(Self.untimed(JSONReport.text(merged)) == Self.untimed(JSONReport.text(whole)))
    #expect(merged.failed == 10)
    #expect(merged.malformed == 1)
  }

  @Test("A JSON report that is read and written again is the same to the byte, and makes the same other reports")
  func roundTrip() async throws {
    let suite = await Self.run(RunPlan(try Self.scenarios()))
    let text = JSONReport.text(suite)
    let read = try JSONReport.suite(Array(text.utf8))
    #expect(JSONReport.text(read) == text)
    // Times of reports have three decimals of a millisecond.
    func rough(_ text: String) -> String { text.replacing(/[0-9.]+ (s|ms)|"[0-9.]+"|_ms: [0-9.]+/, with: "time") }
    #expect(rough(JUnitReport.text(read)) == rough(JUnitReport.text(suite)))
    #expect(rough(TAPReport.text(read)) == rough(TAPReport.text(suite)))
    #expect(rough(MarkdownReport.text(read)) == rough(MarkdownReport.text(suite)))
  }

  @Test("Every scenario is in exactly one shard, and recorded times even the shards out")
  func spread() throws {
    let plan = RunPlan(try Self.scenarios())
    var suite = SuiteResult(seed: 1)
    // One of them takes as long as all others together; one is not recorded.
    suite.results = plan.scenarios.dropLast().enumerated().map { index, scenario in
      var result = ScenarioResult(
        path: scenario.file.path, title: scenario.title, proves: [], tags: [], outcome: .passed,
        virtualTime: WorldConfiguration.defaultStart)
      result.nanoseconds = index == 3 ? 22_000 : 1_000
      return result
    }
    for durations in [nil, RecordedDurations(suite)] {
      let parts = try (1...4).map { plan.part(try #require(Shard("\($0)/4")), durations: durations).entries.map(\.position) }
      #expect(parts.flatMap { $0 }.sorted() == Array(0..<23))
      for part in parts { #expect(part == part.sorted()) }
      if durations != nil { #expect(parts.contains([3])) }
    }
    #expect(try plan.part(#require(Shard("2/4"))).entries.map(\.position) == [1, 5, 9, 13, 17, 21])
  }

  @Test("A shard is a number from 1 to how many there are", arguments: ["0/2", "3/2", "a/2", "2", "1/2/3", "-1/2", "1/0", "", "/"])
  func noShard(text: String) { #expect(Shard(text) == nil) }

  @Test("Another order follows from the seed, and holds every scenario once")
  func shuffle() throws {
    let plan = RunPlan(try Self.scenarios())
    func titles(_ plan: RunPlan) -> [String] { plan.scenarios.map(\.title) }
    #expect(titles(plan.shuffled(seed: 1)) == titles(plan.shuffled(seed: 1)))
    #expect(titles(plan.shuffled(seed: 1)) != titles(plan.shuffled(seed: 2)))
    #expect(titles(plan.shuffled(seed: 1)) != titles(plan))
    #expect(titles(plan.shuffled(seed: 1)).sorted() == titles(plan).sorted())
  }

  @Test("Reports that are not the parts of one run are not merged")
  func refusals() throws {
    func part(_ positions: [Int], total: Int = 3, seed: UInt64 = 1) -> SuiteResult {
      var suite = SuiteResult(seed: seed)
      suite.total = total
      suite.results = positions.map { position in
        var result = ScenarioResult(
          path: "s.yaml", title: "s", proves: [], tags: [], outcome: .passed, virtualTime: WorldConfiguration.defaultStart)
        result.position = position
        return result
      }
      return suite
    }
    func refusal(_ parts: SuiteResult...) -> String? {
      do {
        _ = try ReportMerge.merged(parts.enumerated().map { ("\($0).json", $1) })
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal() == "there is no report to merge")
    #expect(refusal(part([0, 2]), part([1])) == nil)
    #expect(refusal(part([0, 2])) == "1 of the 3 scenarios are in none of the reports: a shard is missing")
    #expect(refusal(part([0, 1]), part([1, 2])) == "0.json and 1.json both hold scenario 2, s.yaml: name each shard once")
    #expect(refusal(part([0]), part([1, 2], seed: 2)) == "1.json is of seed 2, 0.json of seed 1: they are not of one run")
    #expect(
      refusal(part([0]), part([1, 2], total: 4)) == "1.json is of a run of 4 scenarios, 0.json of one of 3: they are not of one run")
  }

  @Test(
    "What is no report of this version is told so",
    arguments: [
      ("{", "it is not JSON"), ("{}", "it is no JSON report of p2c run"), (#"{"version":9,"seed":1,"scenarios":[]}"#, "it is of version 9"),
    ])
  func unreadable(text: String, message: String) {
    let error = #expect(throws: JSONReport.Unreadable.self) { try JSONReport.suite(Array(text.utf8)) }
    #expect(error?.description.hasPrefix(message) == true)
  }

  @Test("At a level run scenarios that name none, and of the others those that name it")
  func level() throws {
    let plain = try Worlds.scenario("scenario: p\nsteps:\n  - advance: 1 day\n")
    let two = try Worlds.scenario("scenario: t\nat: {level: ['7.2', '7.3']}\nsteps:\n  - advance: 1 day\n").runs
    #expect(plain.at(level: "7.3")?.settings.supplyChainLevel == "7.3")
    #expect(plain.at(level: "7.3")?.title == "p (7.3)")
    #expect(two.compactMap { $0.at(level: "7.3") }.map(\.title) == ["t (7.3)"])
  }
}
