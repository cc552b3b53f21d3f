public import ArgumentParser
import Scenarios
import StrictYAML

/// Which scenarios a command is about.
public struct ScenarioSelection: ParsableArguments {
  @Argument(help: ArgumentHelp("Scenario files, or folders of them (default: scenarios).", valueName: "path"))
  public var paths: [String] = []

  @Option(
    name: .customLong("tag"),
    help: ArgumentHelp(
      "Only scenarios whose tags fit, such as 'freight and not (slow or 1611)'; given again, all must fit.", valueName: "tags"))
  public var tags: [String] = []

  public init() {}

  /// The folder that is meant when no path is given.
  static let defaultFolder = "scenarios"

  /// What was read: the scenarios that fit, and what is wrong with the other files.
  struct Reading {
    var scenarios: [Scenario] = []
    var malformed: [MalformedFile] = []
    var fileCount = 0
  }

  /// Finds and reads the scenarios.
  /// - Parameter schemasAt: what the systems offer in a world with other settings; without it, the same everywhere.
  /// - Throws: `CommandFailure` for a path that leads nowhere.
  func read(_ schemas: WorldSchemas, at schemasAt: ((WorldSettings) throws -> WorldSchemas)? = nil) throws -> Reading {
    let files: [String]
    do {
      files = try ScenarioDiscovery.files(paths.isEmpty ? [Self.defaultFolder] : paths)
    } catch {
      let hint = paths.isEmpty ? "; start in a folder that has one, or name the path of a scenario" : ""
      throw CommandFailure(.badCommandLine, "error: \(error)\(hint)")
    }
    let expressions = try tags.map { text in
      do { return try TagExpression(text) } catch { throw CommandFailure(.badCommandLine, "error: --tag: \(error)") }
    }
    var known: Set<String> = []
    var reading = Reading()
    reading.fileCount = files.count
    for file in files {
      do {
        let scenario = try Scenario(try SourceFile(reading: file), schemas: schemas, at: schemasAt)
        known.formUnion(scenario.tags)
        if expressions.allSatisfy({ $0.matches(scenario.tags) }) { reading.scenarios += scenario.runs }
      } catch {
        reading.malformed.append(error)
      }
    }
    for tag in expressions.flatMap(\.tags) where !known.contains(tag) && reading.malformed.isEmpty {
      let hint = Suggestion.phrase(for: tag, among: known.sorted())
      throw CommandFailure(.badCommandLine, "error: none of the \(files.count) scenarios has the tag '\(tag)'\(hint)")
    }
    return reading
  }
}
