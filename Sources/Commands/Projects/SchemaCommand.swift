public import ArgumentParser
import Scenarios
import StrictYAML
import SyncEngine

/// `p2c schema`.
public struct SchemaCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a kind of file, for editors.",
    discussion: """
      EXAMPLES
        p2c schema project > project.schema.json
        p2c schema connection-set
        p2c schema scenario > scenario.schema.json
      """)

  @Argument(help: "The kind of file: project, connection-set, template, scenario or steps.")
  public var kind: String

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    guard let json = FileSchema(rawValue: kind)?.json ?? ScenarioSchema(rawValue: kind)?.json else {
      let known = FileSchema.allCases.map(\.rawValue) + ScenarioSchema.allCases.map(\.rawValue)
      let hint = Suggestion.phrase(for: kind, among: known)
      throw CommandFailure(.badCommandLine, "error: there is no kind of file '\(kind)'\(hint); there are \(known.joined(separator: ", "))")
    }
    environment.output(json.indentedText)
    return .passed
  }
}
