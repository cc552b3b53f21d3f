public import ArgumentParser
import Scenarios
import StrictYAML

/// Which scenarios a command is about.
public struct ScenarioSelection: ParsableArguments {
  @Argument(help: ArgumentHelp("Scenario files, or folders of them (default: scenarios).", valueName: "path"))
  public var paths: [String] = []

  @Option(
    name: .customLong("tag"),
    help: ArgumentHelp("Only scenarios with this tag; give it again for further tags they must all have.", valueName: "tag"))
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
  /// - Throws: `CommandFailure` for a path that leads nowhere.
  func read(_ schemas: WorldSchemas) throws -> Reading {
    let files: [String]
    do {
      files = try ScenarioDiscovery.files(paths.isEmpty ? [Self.defaultFolder] : paths)
    } catch {
      let hint = paths.isEmpty ? "; start in a folder that has one, or name the path of a scenario" : ""
      throw CommandFailure(.badCommandLine, "error: \(error)\(hint)")
    }
    var reading = Reading()
    reading.fileCount = files.count
    for file in files {
      do {
        let scenario = try Scenario(try SourceFile(reading: file), schemas: schemas)
        if tags.allSatisfy({ scenario.tags.contains($0) }) { reading.scenarios += scenario.runs }
      } catch {
        reading.malformed.append(error)
      }
    }
    return reading
  }
}
