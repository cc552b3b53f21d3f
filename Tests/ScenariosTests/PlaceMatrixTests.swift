import StrictYAML
import Testing

@testable import Scenarios

struct PlaceMatrixTests {
  private static func titles(_ head: String) throws -> [String] {
    try Worlds.scenario("scenario: A\n\(head)\nsteps:\n  - advance: 1 day\n").runs.map(\.title)
  }

  @Test("Several lists make every combination, each in a world of its own")
  func combinations() throws {
    #expect(
      try Self.titles("at: {level: ['7.2', '7.3'], webApi: ['9.2', '8.2']}")
        == ["A (7.2, Sales 9.2)", "A (7.2, Sales 8.2)", "A (7.3, Sales 9.2)", "A (7.3, Sales 8.2)"])
    let runs = try Worlds.scenario("scenario: A\nat: {level: '7.2', solutionVersion: none}\nsteps:\n  - advance: 1 day\n").runs
    #expect(runs.map(\.title) == ["A (7.2, no solution)"])
    #expect(runs[0].settings.supplyChainLevel == "7.2")
    #expect(runs[0].settings.solutionVersion == "")
  }

  @Test("Combinations are left out, or only some taken")
  func exclusions() throws {
    let lists = "level: ['7.2', '7.3'], webApi: ['9.2', '8.2']"
    #expect(
      try Self.titles("at: {\(lists), except: [{level: '7.2', webApi: '8.2'}]}")
        == ["A (7.2, Sales 9.2)", "A (7.3, Sales 9.2)", "A (7.3, Sales 8.2)"])
    #expect(try Self.titles("at: {\(lists), only: [{level: '7.2', webApi: '8.2'}, {has: freightTax, webApi: '9.2'}]}").count == 2)
  }

  @Test("All levels are those that have what the scenario needs")
  func needs() throws {
    #expect(try Self.titles("at: {level: all}").count == 12)
    #expect(
      try Self.titles("needs: [ordersFromSales, orderHeaders]\nat: {level: all}")
        == [
          "A (1611+KB4033093+KB4037542+KB4051266)", "A (7.2+KB4036461+KB4036524+KB4045570)", "A (7.3)", "A (10.0)", "A (10.0.35)",
          "A (10.0.36)",
        ])
    #expect(try Self.titles("needs: twoWayOrders\nat: {solutionVersion: all}").contains("A (solution 15.0.0.2)"))
  }

  static let malformed: [(head: String, complaint: String)] = [
    ("at: {levl: '7.2'}", "test.yaml:2:6: error: unknown key 'levl' in 'at'; did you mean 'level'?"),
    (
      "at: {level: ['7.22']}",
      "test.yaml:2:14: error: Supply Chain has no level '7.22'. Releases: 1611, 7.2, 7.3, 10.0, 10.0.35, 10.0.36; hotfixes stand behind them, as in "
        + "7.2+KB4036461+KB4036524; did you mean '7.2'?"
    ),
    ("at: {level: ['7.2', '7.2']}", "test.yaml:2:21: error: '7.2' is in the list twice"),
    ("needs: [frieghtTax]", "test.yaml:2:9: error: 'frieghtTax' is no capability; did you mean 'freightTax'?; there are customers"),
    ("needs: freightTax\nat: {level: '1611'}", "test.yaml:2:1: error: 1611 with solution 1.15.0.1 lacks freightTax, which the scenario"),
    ("at: {level: all, except: [{level: 1611+KB4051266}]}", "test.yaml:2:27: error: 'except' takes nothing out"),
    ("at: {level: ['7.2'], only: [{level: '7.3'}]}", "test.yaml:2:5: error: nothing is left of 'at'"),
    ("at: {webApi: ['9.3']}", "test.yaml:2:15: error: '9.3' is no version of Sales; there are 9.2, 9.1, 9.0, 8.2, 8.2.0"),
    ("at: {solutionVersion: [1.x]}", "test.yaml:2:24: error: '1.x' is no version of the solution"),
    ("settings: {supplyChain: {level: '7.4'}}", "test.yaml:2:1: error: Supply Chain has no level '7.4'"),
  ]

  @Test("What is wrong with places is said at its place", arguments: malformed.indices)
  func complaints(index: Int) throws {
    let (head, complaint) = Self.malformed[index]
    let complaints = try Worlds.complaints("scenario: A\n\(head)\nsteps:\n  - advance: 1 day\n")
    #expect(complaints.first?.hasPrefix(complaint) == true, "\(complaints)")
  }

  @Test("A step with onlyAt is done at the places it names and nowhere else")
  func onlyAt() async throws {
    let text = """
      scenario: A
      at: {level: ["7.2", "7.3"]}
      steps:
        - print: everywhere
        - print: later
          onlyAt: {has: [freightTax]}
        - print: earlier
          onlyAt: {level: "7.2"}
        - print: without
          onlyAt: {lacks: [freightTax]}

      """
    let runner = ScenarioRunner(factory: Worlds.factory, options: SuiteOptions(), stopwatch: { 0 }, reporter: nil)
    var notes: [[String]] = []
    for scenario in try Worlds.scenario(text).runs { notes.append(try await runner.run(scenario).notes) }
    #expect(notes == [["everywhere", "earlier", "without"], ["everywhere", "later"]])
    #expect(
      try Worlds.complaints("scenario: A\nat: {level: '7.3'}\nsteps:\n  - print: x\n    onlyAt: {level: '7.2'}\n")
        == ["test.yaml:5:13: error: the step is done nowhere: the scenario never runs there"])
  }

  @Test("Names are checked against what the systems offer at each place, and a step that must be refused may use others")
  func names() throws {
    func complaints(_ head: String, _ step: String) throws -> [String] {
      let file = SourceFile(path: "test.yaml", text: "scenario: A\n\(head)\nsteps:\n  - \(step)\n")
      do {
        _ = try Scenario(file, schemas: try Worlds.schemas()) { try Worlds.factory.schemas(WorldConfiguration(settings: $0)) }
        return []
      } catch let error as MalformedFile {
        return error.diagnostics.map(\.description)
      }
    }
    let orders = "expect: supplyChain/CDSSalesOrderHeaders\n    count: 0"
    let hint = "; other places have it: leave the step out with 'onlyAt', or say what the scenario 'needs'"
    let missing = "test.yaml:4:13: error: supplyChain has no entity set 'CDSSalesOrderHeaders'\(hint)"
    #expect(try complaints("settings: {supplyChain: {level: '7.2'}}", orders) == [missing])
    #expect(try complaints("at: {level: ['7.2', '7.3']}", orders) == ["\(missing) (at 7.2)"])
    #expect(try complaints("at: {level: ['7.2', '7.3']}", "\(orders)\n    onlyAt: {has: [orderHeaders]}") == [])
    #expect(try complaints("at: {level: ['7.2']}", "create: supplyChain/CDSSalesOrderHeaders\n    fails: true") == [])
    #expect(try complaints("at: {level: ['7.2']}", "do: confirm order\n    key: SO-1") == [])
    #expect(try complaints("at: {level: ['10.0']}", "expect: supplyChain/CustomersV3\n    count: 0") == [])
    #expect(
      try complaints("tags: [x]", "expect: supplyChain/CustomersV3\n    count: 0").first?.contains("did you mean 'CustomersV2'?") == true)
    let column = "create: sales/accounts\n    with: {msdynce_issellable: true}"
    #expect(try complaints("settings: {sales: {solutionVersion: none}}", column).count == 1)
  }

  @Test("Moved to another level, a scenario does the steps of that level, and is not there where what it needs is not")
  func moved() throws {
    let text = """
      scenario: A
      needs: [products]
      at: {webApi: ["9.2", "8.2"]}
      steps:
        - print: everywhere
        - print: later
          onlyAt: {has: [laterEntities]}
        - print: now
          onlyAt: {lacks: [laterEntities]}

      """
    let runs = try Worlds.scenario(text).runs
    let moved = try #require(runs[1].at(level: "10.0"))
    #expect(moved.title == "A (Sales 8.2) (10.0)")
    #expect(moved.settings.salesWebAPI == "8.2")
    #expect(moved.steps.map(\.title) == ["print everywhere", "print later"])
    #expect(runs[0].steps.map(\.title) == ["print everywhere", "print now"])
    #expect(runs[0].at(level: "1611")?.title == nil)
  }
}
