public import ArgumentParser
import FoundationEssentials
import Scenarios
import StrictYAML

/// `p2c lint`.
public struct LintCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Check scenario and baseline files without running them.",
    discussion: """
      EXAMPLES
        p2c lint
        p2c lint scenarios/orders my-scenario.yaml
        p2c lint Fixtures/usmf/baseline.yaml
      """)

  @Argument(
    help: ArgumentHelp("Scenario files, baseline files (baseline.yaml), or folders of scenarios (default: scenarios).", valueName: "path"))
  public var paths: [String] = []

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let schemas = try TwinWorldFactory().schemas(WorldConfiguration())
    let baselines = paths.filter { $0.hasSuffix(Baseline.mappingName) }
    var malformed: [MalformedFile] = []
    for path in baselines {
      do {
        _ = try BaselineMapping(try SourceFile(reading: path), schemas: schemas)
      } catch {
        malformed.append(error)
      }
    }
    var count = baselines.count
    if baselines.count < paths.count || paths.isEmpty {
      var selection = ScenarioSelection()
      selection.paths = paths.filter { !$0.hasSuffix(Baseline.mappingName) }
      selection.tags = []
      let reading = try selection.read(schemas)
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
