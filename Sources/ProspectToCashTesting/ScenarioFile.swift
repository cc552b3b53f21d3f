import StrictYAML

/// A scenario of a file as an argument of a test: one case each, named by its title.
///
/// ```swift
/// @Test(arguments: try ScenarioFile.find("scenarios/orders"))
/// func orders(_ scenario: ScenarioFile) async throws { try await scenario.run() }
/// ```
public struct ScenarioFile: Sendable, CustomStringConvertible {
  public let scenario: Scenario

  public var description: String { scenario.title }

  /// Reads scenarios, each once for every level it runs at.
  /// - Parameter paths: files, or folders at any depth.
  /// - Throws: `MalformedFile` with every complaint of the first file that is none, `ScenarioDiscovery.NoSuchPath`.
  public static func find(_ paths: String...) throws -> [ScenarioFile] {
    let schemas = try TwinWorldFactory().schemas(WorldConfiguration())
    return try ScenarioDiscovery.files(paths).flatMap { path in
      try Scenario(SourceFile(reading: path), schemas: schemas).runs.map { ScenarioFile(scenario: $0) }
    }
  }

  /// Runs it in a world of its own.
  /// - Throws: `FlowFailure` with the report `p2c run` prints, for a scenario that does not pass.
  public func run(_ way: FlowWay = .direct, seed: UInt64 = 1) async throws {
    var options = SuiteOptions()
    options.seed = seed
    let runner = ScenarioRunner(factory: try await way.factory(), options: options, stopwatch: { 0 }, reporter: nil)
    let result = try await runner.run(scenario)
    switch result.outcome {
    case .passed: return
    case .failed(let report):
      throw FlowFailure(message: FailureText(style: .plain).lines(report).joined(separator: "\n"), report: report)
    case .broken(let reason), .notForThisEngine(let reason): throw FlowFailure(message: "\(scenario.file.path): \(reason)")
    case .malformed(let file): throw FlowFailure(message: "\(file)")
    }
  }
}
