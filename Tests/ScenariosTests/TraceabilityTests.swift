import Foundation
import Scenarios
import StrictYAML
import Testing

@Suite("Which scenario proves what")
struct TraceabilityTests {
  private static let folder = "\(Worlds.root)/Fixtures/traceability"
  private static let cells = "\(Worlds.root)/Fixtures/levels/cells.csv"

  private func table() throws -> TraceabilityTable {
    TraceabilityTable(
      try ["rules", "complaints"].map { try TraceabilityFile(SourceFile(reading: "\(Self.folder)/\($0).yaml")) },
      levels: try LevelCells(SourceFile(reading: Self.cells)), levelsFile: Self.cells,
      scenarios: try ScenarioDiscovery.files(["\(Worlds.root)/scenarios"]).map {
        try Scenario(SourceFile(reading: $0), schemas: Worlds.schemas())
      })
  }

  /// A table of one rule file and some scenarios, without levels.
  private func table(_ rows: String, _ scenarios: [String: String] = [:]) throws -> TraceabilityTable {
    let text = "traceability: Rules\ngroups:\n  - group: G\n    rows:\n\(rows)"
    return TraceabilityTable(
      [try TraceabilityFile(SourceFile(path: "rules.yaml", text: text))],
      levels: try LevelCells(SourceFile(path: "cells.csv", text: "row,capability,level,cell,evidence\n")), levelsFile: "cells.csv",
      scenarios: try scenarios.sorted { $0.key < $1.key }.map { name, proves in
        try Scenario(
          SourceFile(path: "scenarios/\(name).yaml", text: "scenario: A\nproves: [\(proves)]\nsteps:\n  - advance: 1 day\n"),
          schemas: Worlds.schemas())
      })
  }

  @Test("Every rule, complaint and cell has a scenario, or a reason why not")
  func everything() throws {
    let problems = try table().problems
    #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
  }

  @Test("docs/traceability.md names the scenarios that are there, whatever the results of the last run")
  func page() throws {
    let written = try String(contentsOfFile: "\(Worlds.root)/docs/traceability.md", encoding: .utf8)
    let made = TraceabilityPage(try table(), nil).text
    #expect(
      TraceabilityPage.withoutResults(written) == TraceabilityPage.withoutResults(made),
      "stale: run 'p2c traceability --update --results REPORT'")
  }

  @Test("What is not as it should be is told with its place")
  func problems() throws {
    let rows = """
          - {id: R-ACC-1, says: A, evidence: proposed}
          - {id: R-ACC-2, says: B, evidence: proposed, uncovered: nobody can}
          - {id: R-ACC-3, says: C, evidence: proposed, uncovered: nobody can}

      """
    let problems = try table(rows, ["a": "R-ACC-2, R-ACC-33"]).problems.map(\.description)
    #expect(
      problems == [
        "rules.yaml:5:12: error: no scenario proves R-ACC-1; write one, or the reason under 'uncovered'",
        "rules.yaml:6:12: error: R-ACC-2 is proven; take its 'uncovered' away",
        "scenarios/a.yaml:1:1: error: there is no rule 'R-ACC-33'; did you mean 'R-ACC-3'?",
      ])
  }

  @Test(
    "A rule file is read strictly",
    arguments: [
      ("{id: R-ACC-1, says: A, evidence: sourced}", "'R-ACC-1' is sourced without a source"),
      ("{id: R-ACC-1, evidence: proposed}", "a rule needs the key 'says'"),
      ("{id: R-ACC-1, says: A, evidence: guessed}", "'guessed' is not a value of 'evidence'; known keys: sourced, inferred, proposed"),
    ])
  func strict(row: String, complaint: String) throws {
    let error = #expect(throws: MalformedFile.self) { try table("      - \(row)\n") }
    #expect(error?.diagnostics.map(\.message).contains(complaint) == true, "\(error?.description ?? "")")
  }

  @Test("A rule that stands there twice is told")
  func twice() throws {
    let row = "      - {id: R-ACC-1, says: A, evidence: proposed}\n"
    let error = #expect(throws: MalformedFile.self) { try table(row + row) }
    #expect(error?.diagnostics.map(\.message) == ["'R-ACC-1' stands in line 5 already"])
  }

  @Test("Results come from a JSON report: all runs of all scenarios of a rule have to pass")
  func results() throws {
    let rows = """
          - {id: R-ACC-1, says: A, evidence: proposed}
          - {id: R-ACC-2, says: B, evidence: proposed}
          - {id: R-ACC-3, says: C, evidence: proposed}

      """
    let table = try table(rows, ["a": "R-ACC-1, R-ACC-2", "b": "R-ACC-2", "c": "R-ACC-3"])
    let report = """
      {"scenarios": [{"path": "scenarios/a.yaml", "outcome": "passed"}, {"path": "scenarios/b.yaml", "outcome": "passed"},
        {"path": "scenarios/b.yaml", "outcome": "failed"}]}
      """
    let page = TraceabilityPage(table, try ScenarioOutcomes(Array(report.utf8), path: "report.json")).text
    #expect(page.contains("| R-ACC-1 | A | proposed | [a](../scenarios/a.yaml) | passed |"))
    #expect(page.contains("| R-ACC-2 | B | proposed | [a](../scenarios/a.yaml), [b](../scenarios/b.yaml) | not passed: b |"))
    #expect(page.contains("| R-ACC-3 | C | proposed | [c](../scenarios/c.yaml) | not run: c |"))
    #expect(TraceabilityPage.withoutResults(page) == TraceabilityPage.withoutResults(TraceabilityPage(table, nil).text))
  }

  @Test("A file that is no report is refused")
  func noReport() {
    let error = #expect(throws: MalformedFile.self) { try ScenarioOutcomes(Array("{}".utf8), path: "report.json") }
    #expect(error?.description == "report.json:1:1: error: not a report of 'p2c run --json'")
  }
}
