import Foundation
import StrictYAML
import Testing

@testable import Scenarios

/// The manuals name everything the language has, and their examples can be read.
struct DocumentationTests {
  private static func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(Worlds.root)/docs/\(name)", encoding: .utf8)
  }

  /// The YAML examples of a manual.
  private static func examples(_ name: String) throws -> [String] {
    try text(name).components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }

  @Test("Every example of the scenario manual is a scenario that passes")
  func scenarioExamples() async throws {
    let examples = try Self.examples("scenarios.md")
    #expect(examples.count >= 4)
    for example in examples {
      for scenario in try Worlds.scenario(example).runs {
        let runner = ScenarioRunner(factory: Worlds.factory, options: SuiteOptions(), stopwatch: { 0 }, reporter: nil)
        let result = try await runner.run(scenario)
        #expect(result.isPassed, "\(result.title): \(result.outcome)")
      }
    }
  }

  @Test("Every example of the baseline manual is a mapping that fits the systems")
  func baselineExamples() throws {
    for example in try Self.examples("baselines.md") {
      _ = try BaselineMapping(SourceFile(path: "baselines.md", text: example), schemas: try Worlds.schemas())
    }
  }

  @Test("Every contract the list of errors names is there, and speaks of its code")
  func errorList() throws {
    let rows = try Self.text("sales-errors.md").split(separator: "\n").filter { $0.contains("| 0x") }
    #expect(rows.count > 50)
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      for name in cells[3].split(separator: "`").map(String.init) where name.contains("/") && !name.contains(" ") {
        let path = "\(Worlds.root)/Fixtures/contracts/sales/\(name).yaml"
        let text = try #require(try? String(contentsOfFile: path, encoding: .utf8), "\(name)")
        #expect(text.lowercased().contains(cells[1].lowercased()), "\(name): \(cells[1])")
      }
    }
  }

  @Test("Every example of the contract manual is a contract that holds, and the manual names every key")
  func contractExamples() async throws {
    let contracts = try Self.examples("contracts.md").map { try Contract(SourceFile(path: "\(Worlds.root)/contracts.yaml", text: $0)) }
    #expect(!contracts.isEmpty)
    for result in try await ContractRunner(endpoints: WorldEndpoints(factory: Worlds.factory), stopwatch: { 0 }).run(contracts) {
      #expect(result.isPassed, "\(result.title): \(result.outcome)")
    }
    let manual = try Self.text("contracts.md")
    let keys = Contract.keys + ContractRequest.keys + ContractExchange.keys + ContractExpectation.keys + ["changeset", "id"]
    for key in keys { #expect(manual.contains("`\(key)`"), "key \(key)") }
    for name in ContractNames.builtIn { #expect(manual.contains("`${\(name)}`"), "name \(name)") }
  }

  @Test("The manuals name every step, key, matcher, invariant, operation and project")
  func complete() throws {
    let scenarios = try Self.text("scenarios.md")
    for kind in StepTable.all {
      #expect(scenarios.contains("`\(kind.keyword): "), "step \(kind.keyword)")
      for key in kind.keys { #expect(scenarios.contains("`\(key)"), "key \(key) of \(kind.keyword)") }
    }
    for key in Scenario.keys + WorldSettings.keys.filter({ !["sales", "supplyChain"].contains($0) }) + WorldSettings.salesKeys {
      #expect(scenarios.contains("`\(key)`"), "key \(key)")
    }
    for keyword in MatcherTable.keys { #expect(scenarios.contains("`\(keyword)`"), "matcher \(keyword)") }
    for name in InvariantTable.names { #expect(scenarios.contains("| \(name)"), "invariant \(name)") }
    for name in ProjectNames.aliases { #expect(scenarios.contains(name), "project \(name)") }
    for figure in RunStep.figures { #expect(scenarios.contains("`\(figure)`"), "figure \(figure)") }
    let flat = scenarios.replacingOccurrences(of: "\n", with: " ")
    for operation in OperationNames.all {
      let verb = operation.name.split(separator: " ")[0]
      #expect(flat.contains(verb), "operation \(operation.name)")
    }
    let baselines = try Self.text("baselines.md")
    for key in BaselineLoad.keys + LoadParent.keys + ColumnExpression.keys { #expect(baselines.contains(key), "baseline key \(key)") }
  }
}
