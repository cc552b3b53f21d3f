public import Host
public import Scenarios
import SyncEngine

/// Lends the twins of each world it connects to a host, and lets the world's own clients reach them either directly or over
/// HTTP through whatever serves the host.
public struct RoutedConnector: TwinConnector {
  private let place: MainActorWorld
  /// Where the world's own clients go; `nil` where they reach the twins directly.
  private let baseURL: String?
  /// Kept so that it listens for as long as somebody may connect.
  private let server: LoopbackServer?

  /// Lets the world's own clients go through this server.
  public init(server: LoopbackServer) {
    place = server.place
    baseURL = server.baseURL
    self.server = server
  }

  /// Lets the world's own clients reach the twins directly, while others come through whatever serves the place.
  /// - Parameter server: what serves it, where nobody else keeps that.
  public init(place: MainActorWorld, keeping server: LoopbackServer? = nil) {
    self.place = place
    baseURL = nil
    self.server = server
  }

  /// - Precondition: called on the main actor, where the world and its twins live.
  public func connect(_ twins: Twins) async throws -> TwinConnection {
    lend(twins)
    let end = { [place] in await place.serve(nil) }
    guard let baseURL else {
      return TwinConnection(sales: DirectTransport(twins.sales), supplyChain: DirectTransport(twins.supplyChain), close: end)
    }
    let transport = HTTPClientTransport(baseURL: baseURL)
    return TwinConnection(sales: transport, supplyChain: transport, close: end)
  }

  private func lend(_ twins: Twins) {
    // unsafe: the twins do not leave the main actor. The world that owns them runs there, which `assumeIsolated` checks, and its
    // place is isolated to it.
    nonisolated(unsafe) let lent = twins
    MainActor.assumeIsolated { place.serve(lent) }
  }
}
