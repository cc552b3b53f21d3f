import ArgumentParser
import FoundationEssentials
import OData
import SyncEngine

/// `p2c project diff`.
struct ProjectDiffCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what is different between two projects, or a project and its template.",
    discussion: """
      EXAMPLES
        p2c project diff customers.yaml                    what a person has changed
        p2c project diff customers.yaml customers-new.yaml
        p2c project diff T6 orders.yaml                    a template has a name instead of a file

      EXIT CODES
        0 nothing is different, 1 something is, 2 bad command line, 3 a malformed file
      """)

  @Argument(help: ArgumentHelp("A project's file, or a template's name.", valueName: "old"))
  var first: String

  @Argument(help: ArgumentHelp("Another one; with a single one, it is compared with its template.", valueName: "new"))
  var second: String?

  @Flag(help: "As JSON.")
  var json = false

  @OptionGroup var templates: TemplateOptions

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let catalog = try templates.catalog()
    let old: [TaskDefinition]
    let new: [TaskDefinition]
    if let second {
      (old, new) = (try tasks(first, catalog), try tasks(second, catalog))
    } else {
      let project = try templates.project(first, catalog)
      (old, new) = (try templates.template(project.templateName, catalog).tasks, project.tasks)
    }
    let differences = ProjectDifference.between(old, new)
    if json {
      environment.output(JSON.array(differences.map(\.json)).indentedText)
    } else {
      for difference in differences { environment.output("\(difference)\n") }
      if differences.isEmpty { environment.output("Nothing is different.\n") }
    }
    return differences.isEmpty ? .passed : .failed
  }

  private func tasks(_ name: String, _ catalog: TemplateCatalog) throws -> [TaskDefinition] {
    if !FileManager.default.fileExists(atPath: name), let template = catalog.template(named: name) { return template.tasks }
    return try templates.project(name, catalog).tasks
  }
}
