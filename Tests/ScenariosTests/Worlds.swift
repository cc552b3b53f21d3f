import Foundation
import OData
import StrictYAML

@testable import Scenarios

/// What the tests of this room share: one factory, so that models are read once, and short ways to read and run.
enum Worlds {
  static let factory = TwinWorldFactory()

  static func schemas() throws -> WorldSchemas { try factory.schemas(WorldConfiguration()) }

  /// The checkout this test was built from, where `Fixtures` is.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// Reads a scenario as if it stood in a file of that name in the project's folder.
  static func scenario(_ text: String, name: String = "test.yaml") throws -> Scenario {
    try Scenario(SourceFile(path: "\(root)/\(name)", text: text), schemas: try schemas())
  }

  /// The complaints about a scenario, without the folder.
  static func complaints(_ text: String) throws -> [String] {
    do {
      _ = try Scenario(SourceFile(path: "test.yaml", text: text), schemas: try schemas())
      return []
    } catch let error as MalformedFile {
      return error.diagnostics.map(\.description)
    }
  }

  static func run(_ text: String, options: SuiteOptions = SuiteOptions()) async throws -> ScenarioResult {
    let runner = ScenarioRunner(factory: factory, options: options, stopwatch: { 0 }, reporter: nil)
    return try await runner.run(try scenario(text))
  }

  /// The failure of a scenario that must not pass.
  static func failure(_ text: String, options: SuiteOptions = SuiteOptions()) async throws -> FailureReport? {
    if case .failed(let report) = try await run(text, options: options).outcome { report } else { nil }
  }
}

/// Captures for tests of expressions and matchers.
struct TestNames: Names {
  var values: [String: JSON] = [:]

  func captured(_ name: String) -> Captured? { values[name].map { Captured($0) } }
  var all: [String] { values.keys.sorted() }
}
