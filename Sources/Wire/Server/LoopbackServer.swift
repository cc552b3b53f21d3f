public import Host
public import Logging

/// A place for the world of a running scenario, served on a free port of loopback for as long as this object lives: what
/// `p2c run --over http` stands on.
public final class LoopbackServer: Sendable {
  public let place: MainActorWorld
  private let server: ListeningServer

  /// For example `http://127.0.0.1:40123`.
  public var baseURL: String { server.baseURL }

  /// Starts listening.
  /// - Throws: what the network stack throws when nothing can be bound.
  /// - Parameter door: stands before the world, where requests are to be meddled with.
  public init(logger: Logger, door: (MainActorWorld) -> any WorldDoor = { $0 }) async throws {
    let place = await MainActorWorld()
    let host = TwinHost(time: .machine)
    host.install(door(place))
    server = try await ListeningServer(logger: logger, answering: { request in await host.handle(request) })
    self.place = place
  }
}
