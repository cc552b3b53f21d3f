public import ArgumentParser
import FoundationEssentials
import Scenarios
import StrictYAML

/// `p2c lint`.
public struct LintCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Check scenarios, groups of steps and baselines without running them.",
    discussion: """
      EXAMPLES
        p2c lint
        p2c lint scenarios/orders my-scenario.yaml
        p2c lint Fixtures/usmf/baseline.yaml
        p2c lint scenarios/orders/groups/activated-order.steps.yaml
      """)

  @Argument(
    help: ArgumentHelp(
      "Scenario files, groups of steps (.steps.yaml), baseline files (baseline.yaml), or folders of scenarios (default: scenarios).",
      valueName: "path"))
  public var paths: [String] = []

  public init() {}

  private static func isPart(_ path: String) -> Bool { path.hasSuffix(Baseline.mappingName) || ScenarioPart.isPart(path) }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let factory = TwinWorldFactory()
    let schemas = try factory.schemas(WorldConfiguration())
    let parts = paths.filter(Self.isPart)
    var malformed: [MalformedFile] = []
    for path in parts {
      do {
        let file = try SourceFile(reading: path)
        if path.hasSuffix(Baseline.mappingName) {
          _ = try BaselineMapping(file, schemas: schemas)
        } else {
          try ScenarioPart.check(file, schemas: schemas)
        }
      } catch {
        malformed.append(error)
      }
    }
    var count = parts.count
    if parts.count < paths.count || paths.isEmpty {
      var selection = ScenarioSelection()
      selection.paths = paths.filter { !Self.isPart($0) }
      selection.tags = []
      let reading = try selection.read(schemas) { try factory.schemas(WorldConfiguration(settings: $0)) }
      malformed += reading.malformed
      count += reading.fileCount
    }
    for file in malformed { environment.output("\(file)\n") }
    let complaints = malformed.reduce(0) { $0 + $1.diagnostics.count }
    environment.output(
      complaints == 0
        ? "\(count) files, nothing to complain about\n" : "\(count) files, \(complaints) errors in \(malformed.count) of them\n")
    return malformed.isEmpty ? .passed : .malformedFile
  }
}
