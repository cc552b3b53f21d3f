import ArgumentParser
import FoundationEssentials
import StrictYAML
import SyncEngine

/// `p2c project save-as-template`.
struct SaveAsTemplateCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "save-as-template", abstract: "Save a project as a template of your own, for other projects to be made from.",
    discussion: """
      Consent, organization, schedule and notifications belong to the project and stay behind.

      EXAMPLES
        p2c project save-as-template customers.yaml --name "Customers of Contoso" --id C1 --into templates
        p2c project new more --template C1 --templates templates
      """)

  @Argument(help: ArgumentHelp("The project's file.", valueName: "file"))
  var path: String

  @Option(help: "The template's name.")
  var name: String

  @Option(help: "A short name that no other template has; the file is named after it.")
  var id: String

  @Option(help: "Which edition it is.")
  var version: String?

  @Option(help: ArgumentHelp("The folder to save it in; made if it is not there.", valueName: "folder"))
  var into: String

  @OptionGroup var templates: TemplateOptions

  func validate() throws {
    let fits = id.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
      default: false
      }
    }
    guard fits, !id.isEmpty else { throw ValidationError("'\(id)' is no id; letters, digits, - and _ make one.") }
  }

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let catalog = try templates.catalog()
    let project = try templates.project(path, catalog)
    let text = TemplateFile.text(TemplateFile.template(of: project, name: name, id: id, version: version))
    let file = "\(into)/\(id).yaml"
    do {
      // Whoever reads the folder later must be able to.
      _ = try catalog.adding([SourceFile(path: file, text: text)])
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
    do {
      try FileManager.default.createDirectory(atPath: into, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.badCommandLine, "error: the folder \(into) cannot be made")
    }
    try NewFile.write(text, to: file)
    environment.output("\(file): template \(id), \(name). Give --templates \(into) to use it.\n")
    return .passed
  }
}
