import ArgumentParser
import SyncEngine

/// `p2c project show`.
struct ProjectShowCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a project does: tasks, filters, mappings, defaults, and how well each is founded.",
    discussion: """
      sourced: a public page or picture states it; inferred: it follows from the facts around it; proposed: our choice.

      EXAMPLES
        p2c project show customers.yaml
        p2c project show customers.yaml --json
      """)

  @Argument(help: ArgumentHelp("The project's file.", valueName: "file"))
  var path: String

  @Flag(help: "As JSON.")
  var json = false

  @OptionGroup var templates: TemplateOptions

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let catalog = try templates.catalog()
    let project = try templates.project(path, catalog)
    let report = ProjectReport(project, template: catalog.template(named: project.templateName))
    environment.output(json ? report.json.indentedText : report.text)
    return .passed
  }
}
