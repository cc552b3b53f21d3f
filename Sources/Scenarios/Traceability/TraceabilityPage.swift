import Twin

/// `docs/traceability.md`: every rule with its scenarios and how they last ended.
public struct TraceabilityPage {
  private let table: TraceabilityTable
  private let outcomes: ScenarioOutcomes?

  /// - Parameter outcomes: of the last run; without them the column of results says so.
  public init(_ table: TraceabilityTable, _ outcomes: ScenarioOutcomes?) {
    self.table = table
    self.outcomes = outcomes
  }

  public var text: String {
    let rules = table.files.flatMap(\.rules)
    let reasons = rules.filter { $0.reasonUncovered != nil }
    var lines = [
      "# Which scenario proves what", "",
      "Made by `p2c traceability --update --results REPORT` from `Fixtures/traceability`, `Fixtures/levels/cells.csv` and `scenarios`;",
      "`p2c traceability --check` and a test fail when it is stale, or when something has no scenario and no reason why. A scenario names what it",
      "proves under `proves`, and the level it shows among its `tags`. How well a rule is known: *sourced* (a public page states it), *inferred* (it",
      "follows from facts around it), *proposed* (our choice). The last column is the run the page was made after.", "",
      "\(table.scenarioCount) scenarios, \(rules.count) rules and complaints, \(reasons.count) without a scenario: "
        + (reasons.isEmpty ? "none." : reasons.map { "\($0.id) (\($0.reasonUncovered ?? ""))" }.joined(separator: "; ") + "."),
    ]
    for file in table.files {
      lines += ["", "## \(file.title)"]
      for group in file.groups {
        lines += ["", "### \(group.title)", "", "| Id | Says | Evidence | Scenarios | Last result |", "| --- | --- | --- | --- | --- |"]
        lines += group.rules.map(line)
      }
    }
    return (lines + levels).joined(separator: "\n") + "\n"
  }

  /// A page without its results: what depends on nothing but the files of the project.
  public static func withoutResults(_ page: String) -> String {
    page.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("| R-") || line.hasPrefix("| C-") ? line.split(separator: "|").dropLast().joined(separator: "|") : String(line)
    }.joined(separator: "\n")
  }

  private func line(_ rule: TracedRule) -> String {
    let scenarios = table.scenarios(proving: rule)
    let source = rule.source.isEmpty ? "" : ", \(rule.source)"
    let proofs = rule.reasonUncovered ?? scenarios.map(Self.link).joined(separator: ", ")
    let result = scenarios.isEmpty ? "–" : outcomes?.summary(of: scenarios) ?? "not run"
    let cells = [rule.id, rule.says, rule.evidence.rawValue + source, proofs, result]
    return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }

  /// The cells of the levels, each a link to the scenario that shows it.
  private var levels: [String] {
    let cells = table.levels
    let columns = cells.levels
    var lines = [
      "", "## Levels", "",
      "What works at which level: *cond*: for rows made after the hotfix only, until the one-time job has run; *stale*: the list is not kept up until",
      "then. Each cell leads to a scenario that shows it; [levels.md](levels.md) tells the levels.",
    ]
    for part in [columns.filter { !$0.contains(" ") }, columns.filter { $0.contains(" ") }] where !part.isEmpty {
      lines += ["", "| | \(part.joined(separator: " | ")) |", "| --- |" + String(repeating: " --- |", count: part.count)]
      for row in cells.rows where part.contains(where: { cells[row, $0] != nil }) {
        let values = part.map { level in
          cells[row, level].map { cell in
            table.scenarios(showing: cell).first.map { "[\(cell.value)](../scenarios/\(TraceabilityTable.name($0)).yaml)" } ?? cell.value
          } ?? ""
        }
        lines.append("| \(row) | \(values.joined(separator: " | ")) |")
      }
    }
    return lines
  }

  private static func link(_ path: String) -> String {
    "[\(TraceabilityTable.name(path))](../scenarios/\(TraceabilityTable.name(path)).yaml)"
  }
}
