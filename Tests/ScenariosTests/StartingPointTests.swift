import OData
import Testing

@testable import Scenarios

/// Worlds that begin where another one had loaded their baseline.
struct StartingPointTests {
  @Test("A copied world is, to the byte, what it would have been with its own baseline: rows, versions, identifiers and history")
  func same() async throws {
    let scenario = try Worlds.scenario(
      """
      scenario: copies
      steps:
        - create: sales/accounts
          with: {name: New}
          as: new
        - print: ${new.accountid} ${new.accountnumber} ${now}
        - run: accounts
          expect: {created: 21}
        - create: supplyChain/CustomerGroups
          with: {CustomerGroupId: 77, Description: From a scenario}
        - expect: sales/accounts
          key: US-001
          has: {name: Nobody}
      """)
    var options = SuiteOptions()
    options.recordsEndState = true
    options.keepsHistory = true
    let runner = ScenarioRunner(factory: Worlds.factory, options: options, stopwatch: { 0 }, reporter: nil)
    let alone = await runner.run([scenario])
    let copied = await runner.run([scenario, scenario, scenario])
    let expected = JSONReport.text(alone)
    for result in copied.results {
      var one = SuiteResult(seed: alone.seed)
      one.total = 1
      one.results = [result]
      one.results[0].position = 0
      #expect(JSONReport.text(one) == expected)
    }
    #expect(alone.results[0].endState != nil)
    #expect(alone.failed == 1)
  }

  @Test("A factory that read its models at the same time makes the same worlds")
  func prepared() async throws {
    let scenario = try Worlds.scenario(
      "scenario: prepared\nsteps:\n  - create: sales/accounts\n    with: {name: New}\n  - run: accounts\n    expect: {created: 21}\n")
    var options = SuiteOptions()
    options.recordsEndState = true
    options.keepsHistory = true
    let prepared = TwinWorldFactory()
    try await prepared.prepare()
    var reports: [String] = []
    for factory in [prepared, TwinWorldFactory()] {
      let suite = await ScenarioRunner(factory: factory, options: options, stopwatch: { 0 }, reporter: nil).run([scenario])
      #expect(suite.results[0].isPassed)
      reports.append(JSONReport.text(suite))
    }
    #expect(reports[0] == reports[1])
  }

  @Test("A baseline that cannot be loaded says so to each scenario that begins with it")
  func refused() async throws {
    let scenario = try Worlds.scenario("scenario: s\nbaseline: nobody\nsteps:\n  - advance: 1 day\n")
    let runner = ScenarioRunner(factory: Worlds.factory, options: SuiteOptions(), stopwatch: { 0 }, reporter: nil)
    #expect(await runner.run([scenario, scenario]).malformed == 2)
  }
}
