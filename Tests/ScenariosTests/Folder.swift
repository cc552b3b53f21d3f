import Foundation
import StrictYAML

@testable import Scenarios

/// Files of one test, in a folder that goes away with it.
final class Folder {
  let path: String

  init(_ files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-\(ProcessInfo.processInfo.globallyUniqueString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func scenario(_ name: String = "test.yaml") throws -> Scenario {
    try Scenario(SourceFile(reading: "\(path)/\(name)"), schemas: try Worlds.schemas())
  }

  /// The complaints about a file, without the folder.
  func complaints(_ name: String = "test.yaml") throws -> [String] {
    do {
      _ = try scenario(name)
      return []
    } catch let error as MalformedFile {
      return error.diagnostics.map { $0.description.replacingOccurrences(of: "\(path)/", with: "") }
    }
  }

  func run(_ name: String = "test.yaml", options: SuiteOptions = SuiteOptions()) async throws -> ScenarioResult {
    try await ScenarioRunner(factory: Worlds.factory, options: options, stopwatch: { 0 }, reporter: nil).run(try scenario(name))
  }
}
