import Foundation
import Logging
import OData
import Scenarios
import StrictYAML
import Testing
import Wire

/// What holds in process holds on the wire: the same scenarios, every byte over a real socket, end in the same state. A sample of the
/// suite, since all of it takes a debug build many minutes; `p2c run --over http` runs all.
@MainActor
struct SameOverHTTPTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// How many files there are for each that is run.
  private static let oneOf = 6

  private func run(_ factory: any WorldFactory) async throws -> SuiteResult {
    let schemas = try factory.schemas(WorldConfiguration())
    let files = try ScenarioDiscovery.files(["\(Self.root)/scenarios"])
    let scenarios = try stride(from: 0, to: files.count, by: Self.oneOf).flatMap {
      try Scenario(SourceFile(reading: files[$0]), schemas: schemas).runs
    }
    var options = SuiteOptions()
    options.recordsEndState = true
    return await ScenarioRunner(factory: factory, options: options, stopwatch: { 0 }, reporter: nil).run(scenarios)
  }

  @Test("Scenarios pass over HTTP and leave both systems as they leave them in process")
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
