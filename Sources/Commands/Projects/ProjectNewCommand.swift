import ArgumentParser
import SyncEngine

/// `p2c project new`.
struct ProjectNewCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write the file of a new project, with everything of its template to see and to change.",
    discussion: """
      EXAMPLES
        p2c project new customers --template accounts
        p2c project new orders --template "Sales Orders (Sales to Supply Chain Management) - Direct" --out projects/orders.yaml
      """)

  @Argument(help: "The name of the project.")
  var name: String

  @Option(name: .customLong("template"), help: ArgumentHelp("Id, short name or full name of the template.", valueName: "name"))
  var templateName: String

  @Option(help: ArgumentHelp("The file to write; the project's name with .yaml otherwise.", valueName: "file"))
  var out: String?

  @OptionGroup var templates: TemplateOptions

  func validate() throws {
    if name.isEmpty || name.contains("\n") { throw ValidationError("A project needs a name of one line.") }
    if out == nil, name.contains("/") { throw ValidationError("'\(name)' is no name for a file; give --out, too.") }
  }

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let template = try templates.template(templateName, try templates.catalog())
    let path = out ?? "\(name).yaml"
    try NewFile.write(ProjectStarter.text(name: name, template: template), to: path)
    environment.output("\(path): a project of \(template.id), \(template.name). It does not run before somebody has consented in it.\n")
    return .passed
  }
}
