public import Scenarios
import SyncEngine
public import Twin

/// Puts the twins of each world it connects behind a router, and lets the world's own clients reach them either directly or
/// over HTTP through whatever serves the router.
public struct RoutedConnector: TwinConnector {
  private let router: TwinRouter
  private let baseURL: String?
  /// Kept so that it listens for as long as somebody may connect.
  private let server: LoopbackServer?

  /// Lets the world's own clients go through this server.
  public init(server: LoopbackServer) {
    router = server.router
    baseURL = server.baseURL
    self.server = server
  }

  /// - Parameter baseURL: where the router is served, for example `http://127.0.0.1:8080`; `nil` to reach the twins directly.
  public init(router: TwinRouter, baseURL: String? = nil) {
    self.router = router
    self.baseURL = baseURL
    server = nil
  }

  /// - Precondition: called on the main actor, where the world and its twins live.
  public func connect(sales: TwinService, supplyChain: TwinService) async throws -> TwinConnection {
    let turn = Turn(router: router, services: [sales, supplyChain])
    await turn.begin()
    let end = { await turn.end() }
    guard let baseURL else {
      return TwinConnection(sales: DirectTransport(sales), supplyChain: DirectTransport(supplyChain), close: end)
    }
    let transport = HTTPClientTransport(baseURL: baseURL)
    return TwinConnection(sales: transport, supplyChain: transport, close: end)
  }

  /// The twins of one world on their way to the router.
  ///
  /// unchecked: a world is made and run on the main actor (checked when the turn is made). Its twins are touched by the
  /// world's own clients, which run there with it, and by the router, which is isolated to it. So they never leave it.
  private struct Turn: @unchecked Sendable {
    let router: TwinRouter
    let services: [TwinService]

    init(router: TwinRouter, services: [TwinService]) {
      MainActor.preconditionIsolated("worlds behind a router must be made on the main actor")
      self.router = router
      self.services = services
    }

    @MainActor func begin() { router.serve(services) }
    @MainActor func end() { router.serve([]) }
  }
}
