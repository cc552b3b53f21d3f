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
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private func run(_ factory: any WorldFactory) async throws -> SuiteResult {
    let schemas = try factory.schemas(WorldConfiguration())
    let scenarios = try ScenarioDiscovery.files(["\(Self.root)/scenarios"]).flatMap {
      try Scenario(SourceFile(reading: $0), schemas: schemas).runs
    }
    var options = SuiteOptions()
    options.recordsEndState = true
    return await ScenarioRunner(factory: factory, options: options, stopwatch: { 0 }, reporter: nil).run(scenarios)
  }

  @Test("The whole suite passes over HTTP and leaves both systems as it leaves them in process")
  func sameEndStates() async throws {
    let direct = try await run(TwinWorldFactory())
    let server = try await LoopbackServer(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let http = try await run(TwinWorldFactory(connector: RoutedConnector(server: server)))
    #expect(direct.results.count > 15)
    #expect(http.passed == http.results.count)
    for (one, other) in zip(direct.results, http.results) {
      #expect(one.isPassed, "\(one.path) does not pass in process")
      #expect(other.isPassed, "\(other.path) does not pass over HTTP")
      #expect(one.endState != nil && one.endState == other.endState, "\(one.path) ends differently over HTTP")
    }
  }
}
