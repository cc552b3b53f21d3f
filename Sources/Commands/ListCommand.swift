public import ArgumentParser
import Scenarios
import StrictYAML

/// `p2c list`.
public struct ListCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List scenarios with the rules they prove and their tags.",
    discussion: """
      EXAMPLES
        p2c list
        p2c list scenarios/orders --tag freight
      """)

  @OptionGroup public var selection: ScenarioSelection

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let reading = try selection.read(try TwinWorldFactory().schemas(WorldConfiguration()))
    for scenario in reading.scenarios {
      environment.output("\(scenario.file.path)\n  \(scenario.title)\n")
      if !scenario.proves.isEmpty { environment.output("  proves \(scenario.proves.joined(separator: ", "))\n") }
      if !scenario.tags.isEmpty { environment.output("  tags   \(scenario.tags.joined(separator: ", "))\n") }
    }
    environment.output("\(reading.scenarios.count) scenarios\n")
    for file in reading.malformed { environment.errors("\(file)\n") }
    return reading.malformed.isEmpty ? .passed : .malformedFile
  }
}
