public import ArgumentParser
import FoundationEssentials
import Scenarios
import StrictYAML
import Twin

/// `p2c traceability`.
public struct TraceabilityCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "traceability", abstract: "Say which scenario proves which rule, and which rule has none.",
    discussion: """
      Reads Fixtures/traceability: the rules of the integration and what its users complain of, each in one sentence. Scenarios name what
      they prove under 'proves'. docs/traceability.md is the same for reading, with the results of the last run.

      EXAMPLES
        p2c traceability                     how much is proven, and what is not
        p2c traceability R-ACC-5             the scenarios of one rule
        p2c traceability --check             fail when something has no scenario and no reason, or docs/traceability.md is stale
        p2c run --json report.json; p2c traceability --update --results report.json
      """)

  @Argument(help: ArgumentHelp("Only these rules.", valueName: "rule"))
  public var rules: [String] = []

  @Flag(help: "Fail when something has no scenario and no reason why, or docs/traceability.md is stale.")
  public var check = false

  @Flag(help: "Write docs/traceability.md anew.")
  public var update = false

  @Option(help: ArgumentHelp("The JSON report the results are taken from.", valueName: "file"))
  public var results: String?

  public init() {}

  public func validate() throws {
    if check, update { throw ValidationError("--check and --update exclude each other.") }
    if results != nil, !update { throw ValidationError("--results says what --update writes; give that too.") }
  }

  static let folder = "Fixtures/traceability"
  static let levels = "Fixtures/levels/cells.csv"
  static let page = "docs/traceability.md"

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let table: TraceabilityTable
    let outcomes: ScenarioOutcomes?
    do {
      table = try Self.table()
      outcomes = try results.map { try ScenarioOutcomes(Array(FileManager.default.contents(atPath: $0) ?? Data()), path: $0) }
    } catch let error as MalformedFile {
      environment.errors("\(error)\n")
      return .malformedFile
    } catch let error as ScenarioDiscovery.NoSuchPath {
      throw CommandFailure(.badCommandLine, "error: \(error); run this in the folder of the project")
    }
    guard rules.isEmpty else { return try show(table, environment) }
    for file in table.files {
      let proven = file.rules.filter { !table.scenarios(proving: $0).isEmpty }
      environment.output("\(file.title): \(proven.count) of \(file.rules.count) have a scenario\n")
      for rule in file.rules {
        if let reason = rule.reasonUncovered { environment.output("  \(rule.id) has none: \(reason)\n") }
      }
    }
    let shown = table.levels.cells.filter { !table.scenarios(showing: $0).isEmpty }
    environment.output("Cells of the levels: \(shown.count) of \(table.levels.cells.count) have a scenario\n")
    if update {
      try Data(TraceabilityPage(table, outcomes).text.utf8).write(to: URL(filePath: Self.page))
      environment.output("wrote \(Self.page)\n")
    }
    let problems = table.problems
    for problem in problems { environment.errors("\(problem)\n") }
    guard check else { return .passed }
    let written = FileManager.default.contents(atPath: Self.page).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let isFresh =
      TraceabilityPage.withoutResults(written) == TraceabilityPage.withoutResults(TraceabilityPage(table, nil).text)
    if !isFresh { environment.errors("error: \(Self.page) is stale: run 'p2c traceability --update --results REPORT'\n") }
    return problems.isEmpty && isFresh ? .passed : .failed
  }

  /// What the folder of the project holds.
  private static func table() throws -> TraceabilityTable {
    let schemas = try TwinWorldFactory().schemas(WorldConfiguration())
    return TraceabilityTable(
      try ScenarioDiscovery.files(["\(folder)/rules.yaml", "\(folder)/complaints.yaml"]).map {
        try TraceabilityFile(SourceFile(reading: $0))
      },
      levels: try LevelCells(SourceFile(reading: levels)), levelsFile: levels,
      scenarios: try ScenarioDiscovery.files([ScenarioSelection.defaultFolder]).map {
        try Scenario(SourceFile(reading: $0), schemas: schemas)
      })
  }

  private func show(_ table: TraceabilityTable, _ environment: CommandEnvironment) throws -> Outcome {
    let all = table.files.flatMap(\.rules)
    for id in rules {
      guard let rule = all.first(where: { $0.id == id }) else {
        throw CommandFailure(.badCommandLine, "error: there is no rule '\(id)'\(Suggestion.phrase(for: id, among: all.map(\.id)))")
      }
      environment.output("\(rule.id) \(rule.says) (\(rule.evidence.rawValue))\n")
      if let reason = rule.reasonUncovered { environment.output("  no scenario: \(reason)\n") }
      for path in table.scenarios(proving: rule) { environment.output("  \(path)\n") }
    }
    return .passed
  }
}
