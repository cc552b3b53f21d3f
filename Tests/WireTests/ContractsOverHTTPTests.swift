import Foundation
import Logging
import OData
import Scenarios
import StrictYAML
import Testing
import Wire

/// What the contracts say holds on real sockets, where headers, empty bodies and percent-encoding could get lost.
@MainActor
struct ContractsOverHTTPTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  @Test("Every wire contract holds over HTTP")
  func all() async throws {
    let contracts = try ScenarioDiscovery.files(["\(Self.root)/Fixtures/contracts"]).map { try Contract(SourceFile(reading: $0)) }
    let server = try await LoopbackServer(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let factory = TwinWorldFactory(connector: RoutedConnector(server: server))
    let results = try await ContractRunner(endpoints: WorldEndpoints(factory: factory), stopwatch: { 0 }).run(contracts)
    #expect(results.count > 250)
    for result in results { #expect(result.isPassed, "\(result.path): \(result.outcome)") }
  }

  @Test("The same contracts hold at an address, and again at the same systems")
  func against() async throws {
    let contracts = try ScenarioDiscovery.files([
      "\(Self.root)/Fixtures/contracts/sales/upsert", "\(Self.root)/Fixtures/contracts/supply-chain/company",
    ])
    .map { try Contract(SourceFile(reading: $0)) }
    let server = try await LoopbackServer(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let world = try await TwinWorldFactory(connector: RoutedConnector(place: server.place)).world(WorldConfiguration())
    let transport = HTTPClientTransport(baseURL: server.baseURL)
    for prefix in ["A", "B"] {
      let endpoints = RemoteEndpoints(
        sales: ContractEndpoint(transport: transport, servicePath: "/api/data/v9.2"),
        supplyChain: ContractEndpoint(transport: transport, servicePath: "/data"))
      let results = try await ContractRunner(endpoints: endpoints, uniquePrefix: prefix, stopwatch: { 0 }).run(contracts)
      for result in results { #expect(result.isPassed, "\(prefix) \(result.path): \(result.outcome)") }
    }
    await world.close()
    withExtendedLifetime(server) {}
  }
}
