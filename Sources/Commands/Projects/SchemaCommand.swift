public import ArgumentParser
import SyncEngine

/// `p2c schema`.
public struct SchemaCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a kind of file, for editors.",
    discussion: """
      EXAMPLES
        p2c schema project > project.schema.json
        p2c schema connection-set
      """)

  @Argument(help: "The kind of file: project, connection-set or template.")
  public var kind: String

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    guard let schema = FileSchema(rawValue: kind) else {
      let known = FileSchema.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure(.badCommandLine, "error: there is no kind of file '\(kind)'; there are \(known)")
    }
    environment.output(schema.json.indentedText)
    return .passed
  }
}
