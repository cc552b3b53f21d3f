public import ArgumentParser
import DataPackages

/// `p2c package inspect`.
public struct PackageInspectCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Say what is in a package: the data project, its entities, how many rows, and the first of them.")

  @Argument(help: ArgumentHelp("The package.", valueName: "zip file"))
  public var file: String

  @Option(help: ArgumentHelp("How many rows of each entity to show.", valueName: "count"))
  public var rows = 3

  public init() {}

  public func validate() throws {
    if rows < 0 { throw ValidationError("--rows is not negative.") }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let package = try PackageFiles.package(at: file)
    environment.output("project: \(package.manifest.definitionGroupName)\n")
    if !package.manifest.description.isEmpty { environment.output("description: \(package.manifest.description)\n") }
    environment.output("package: \(package.header.packageType), version \(package.header.packageVersion)\n")
    for entity in package.manifest.entities {
      environment.output("\n\(entity.entityName): \(entity.inputFilePath), \(entity.sourceFormat), \(entity.defaultRefreshType)\n")
      do {
        var reader = try package.rows(of: entity)
        var shown: [[String]] = []
        while try reader.next() { if shown.count < rows { shown.append(reader.texts) } }
        environment.output("  \(reader.number) rows, \(reader.columns.count) columns\n")
        for (number, texts) in shown.enumerated() {
          // Columns that say nothing are left out: an entity has up to two hundred and fifty.
          let fields = zip(reader.columns, texts).filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1)" }
          environment.output("  \(number + 1): \(fields.joined(separator: ", "))\n")
        }
      } catch {
        throw CommandFailure(.malformedFile, "error: \(error)")
      }
    }
    return .passed
  }
}
