public import StrictYAML

/// Which scenario proves which rule, answers which complaint, and shows which cell of the levels.
public struct TraceabilityTable: Sendable {
  public let files: [TraceabilityFile]
  public let levels: LevelCells
  private let scenarios: [Scenario]
  private let levelsFile: String

  /// - Parameters:
  ///   - scenarios: each once, whatever it runs with.
  ///   - levelsFile: for complaints about cells.
  public init(_ files: [TraceabilityFile], levels: LevelCells, levelsFile: String, scenarios: [Scenario]) {
    self.files = files
    self.levels = levels
    self.levelsFile = levelsFile
    self.scenarios = scenarios.sorted { $0.file.path < $1.file.path }
  }

  public var scenarioCount: Int { scenarios.count }

  /// Paths of the scenarios that say they prove a rule.
  public func scenarios(proving rule: TracedRule) -> [String] {
    scenarios.filter { $0.proves.contains(rule.id) }.map(\.file.path)
  }

  public func scenarios(showing cell: LevelCells.Cell) -> [String] {
    scenarios.filter { $0.tags.contains(cell.description) }.map(\.file.path)
  }

  /// What is not as it should be: a rule without a scenario and without a reason, a reason that is out of date, a scenario that
  /// proves what nobody has written down, a cell that none shows.
  public var problems: [Diagnostic] {
    let rules = files.flatMap(\.rules)
    var result: [Diagnostic] = []
    for rule in rules {
      let isProven = !scenarios(proving: rule).isEmpty
      if !isProven, rule.reasonUncovered == nil {
        result.append(Diagnostic(rule.position, "no scenario proves \(rule.id); write one, or the reason under 'uncovered'"))
      } else if isProven, rule.reasonUncovered != nil {
        result.append(Diagnostic(rule.position, "\(rule.id) is proven; take its 'uncovered' away"))
      }
    }
    let known = Set(rules.map(\.id))
    for scenario in scenarios {
      for id in scenario.proves where !known.contains(id) {
        let hint = Suggestion.phrase(for: id, among: known.sorted())
        result.append(Diagnostic(.start(of: scenario.file.path), "there is no rule '\(id)'\(hint)"))
      }
    }
    for cell in levels.cells where scenarios(showing: cell).isEmpty {
      result.append(Diagnostic(.start(of: levelsFile), "no scenario shows '\(cell)'; give one that does this tag"))
    }
    return result
  }

  /// The path below the folder of scenarios, without the ending.
  static func name(_ path: String) -> String {
    let below = path.firstRange(of: "scenarios/").map { path[$0.upperBound...] } ?? path[...]
    return String(below.hasSuffix(".yaml") ? below.dropLast(5) : below)
  }
}
