public import ArgumentParser
import FoundationEssentials
import StrictYAML
public import SyncEngine

/// Where templates are besides those that come with the engine, and reading projects that are made from them.
public struct TemplateOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A folder of further templates. May be repeated.", valueName: "folder"))
  public var templates: [String] = []

  public init() {}

  /// - Throws: `CommandFailure`.
  public func catalog() throws -> TemplateCatalog {
    var catalog = try TemplateCatalog.builtIn()
    for folder in templates {
      do {
        catalog = try catalog.adding(folder: folder)
      } catch let error as MalformedFile {
        throw CommandFailure(.malformedFile, "\(error)")
      } catch {
        throw CommandFailure(.badCommandLine, "error: the folder \(folder) cannot be read")
      }
    }
    return catalog
  }

  /// - Throws: `CommandFailure` for a file that is not there or no project.
  public func project(_ path: String, _ catalog: TemplateCatalog) throws -> Project {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(.badCommandLine, "error: there is no file \(path); 'p2c project new' makes one")
    }
    do {
      return try ProjectFile.read(SourceFile(reading: path), catalog: catalog)
    } catch {
      throw CommandFailure(.malformedFile, "\(error)")
    }
  }

  /// - Throws: `CommandFailure` for a name no template answers to.
  func template(_ name: String, _ catalog: TemplateCatalog) throws -> Template {
    if let template = catalog.template(named: name) { return template }
    let hint = Suggestion.phrase(for: name, among: catalog.names)
    let known = catalog.templates.map { "\n  \($0.id)  \($0.name)" }.joined()
    throw CommandFailure(.badCommandLine, "error: there is no template '\(name)'\(hint); there are\(known)")
  }
}

/// Writing files that must not be there yet.
enum NewFile {
  /// - Throws: `CommandFailure`.
  static func write(_ text: String, to path: String) throws {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(.badCommandLine, "error: there is a file \(path) already; it was left as it is")
    }
    guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
      throw CommandFailure(.badCommandLine, "error: cannot write \(path)")
    }
  }
}
