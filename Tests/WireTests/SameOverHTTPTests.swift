import Foundation
import Logging
import OData
import Scenarios
import StrictYAML
import Testing
import Wire

/// What holds in process holds on the wire: the same suite, every byte over a real socket, ends in the same state.
@MainActor
struct SameOverHTTPTests {
  private nonisolated static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private nonisolated static func run(_ factory: any WorldFactory) async throws -> SuiteResult {
    let schemas = try factory.schemas(WorldConfiguration())
    let scenarios = try ScenarioDiscovery.files(["\(root)/scenarios"]).flatMap { file in
      try Scenario(SourceFile(reading: file), schemas: schemas).runs
    }
    var options = SuiteOptions()
    options.recordsEndState = true
    return await ScenarioRunner(factory: factory, options: options, stopwatch: { 0 }, reporter: nil).run(scenarios)
  }

  @Test("The whole suite passes over HTTP and leaves both systems as it leaves them in process")
  func sameEndStates() async throws {
    // Beside the main actor, where the worlds that are served live: each half takes a debug build minutes.
    async let beside = Self.run(TwinWorldFactory())
    let server = try await LoopbackServer(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let http = try await Self.run(TwinWorldFactory(connector: RoutedConnector(server: server)))
    let direct = try await beside
    #expect(direct.results.count == http.results.count && direct.results.count > 400)
    #expect(http.passed == http.results.count)
    for (one, other) in zip(direct.results, http.results) {
      #expect(one.isPassed, "\(one.path) does not pass in process")
      #expect(other.isPassed, "\(other.path) does not pass over HTTP")
      #expect(one.endState != nil && one.endState == other.endState, "\(one.path) ends differently over HTTP")
    }
  }
}
