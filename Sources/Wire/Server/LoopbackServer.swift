public import Logging

/// A router served on a free port of loopback for as long as this object lives: what `p2c run --over http` stands on.
public final class LoopbackServer: Sendable {
  public let router: TwinRouter
  private let server: ListeningServer

  /// For example `http://127.0.0.1:40123`.
  public var baseURL: String { server.baseURL }

  /// Starts listening.
  /// - Throws: what the network stack throws when nothing can be bound.
  public init(logger: Logger) async throws {
    let router = await TwinRouter()
    server = try await ListeningServer(logger: logger) { request in await router.handle(request) }
    self.router = router
  }
}
