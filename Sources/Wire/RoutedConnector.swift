public import Host
public import Scenarios
import SyncEngine

/// Lends the twins of each world it connects to a host, and lets the world's own clients reach them either directly or over
/// HTTP through whatever serves the host.
public struct RoutedConnector: TwinConnector {
  private let place: MainActorWorld
  /// Kept so that it listens for as long as somebody may connect.
  private let server: LoopbackServer?

  /// Lets the world's own clients go through this server.
  public init(server: LoopbackServer) {
    place = server.place
    self.server = server
  }

  /// Lets the world's own clients reach the twins directly, while others come through whatever serves the place.
  public init(place: MainActorWorld) {
    self.place = place
    server = nil
  }

  /// - Precondition: called on the main actor, where the world and its twins live.
  public func connect(_ twins: Twins) async throws -> TwinConnection {
    lend(twins)
    let end = { [place] in await place.serve(nil) }
    guard let server else {
      return TwinConnection(sales: DirectTransport(twins.sales), supplyChain: DirectTransport(twins.supplyChain), close: end)
    }
    let transport = HTTPClientTransport(baseURL: server.baseURL)
    return TwinConnection(sales: transport, supplyChain: transport, close: end)
  }

  private func lend(_ twins: Twins) {
    // unsafe: the twins do not leave the main actor. The world that owns them runs there, which `assumeIsolated` checks, and its
    // place is isolated to it.
    nonisolated(unsafe) let lent = twins
    MainActor.assumeIsolated { place.serve(lent) }
  }
}
