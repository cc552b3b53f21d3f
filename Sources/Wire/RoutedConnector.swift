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
    let turn = Turn(place: place, twins: twins)
    await turn.begin()
    let end = { await turn.end() }
    guard let server else {
      return TwinConnection(sales: DirectTransport(twins.sales), supplyChain: DirectTransport(twins.supplyChain), close: end)
    }
    let transport = HTTPClientTransport(baseURL: server.baseURL)
    return TwinConnection(sales: transport, supplyChain: transport, close: end)
  }

  /// The twins of one world on their way to the host.
  ///
  /// unchecked: a world is made and run on the main actor (checked when the turn is made). Its twins are touched by the
  /// world's own clients, which run there with it, and by its place, which is isolated to it. So they never leave it.
  private struct Turn: @unchecked Sendable {
    let place: MainActorWorld
    let twins: Twins

    init(place: MainActorWorld, twins: Twins) {
      MainActor.preconditionIsolated("worlds that are lent to a host must be made on the main actor")
      self.place = place
      self.twins = twins
    }

    @MainActor func begin() { place.serve(twins) }
    @MainActor func end() { place.serve(nil) }
  }
}
