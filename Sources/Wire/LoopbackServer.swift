public import Logging

/// A router served on a free port of loopback for as long as this object lives: what `p2c run --over http` stands on.
public final class LoopbackServer: Sendable {
  public let router: TwinRouter
  /// For example `http://127.0.0.1:40123`.
  public let baseURL: String
  private let task: Task<Void, any Error>

  /// Starts listening.
  /// - Throws: what the network stack throws when nothing can be bound.
  public init(logger: Logger) async throws {
    let router = await TwinRouter()
    let (ports, announce) = AsyncThrowingStream<Int, any Error>.makeStream()
    let server = HTTPServer(port: 0, logger: logger) { request in await router.handle(request) }
    task = Task {
      do {
        try await server.run(stopsOnSignals: false) { announce.yield($0) }
        announce.finish()
      } catch {
        announce.finish(throwing: error)
        throw error
      }
    }
    var iterator = ports.makeAsyncIterator()
    guard let port = try await iterator.next() else { throw ServerDidNotStart() }
    self.router = router
    baseURL = "http://127.0.0.1:\(port)"
  }

  deinit { task.cancel() }
}

/// The server ended before it had told its port.
struct ServerDidNotStart: Error {}
