import Host
public import Logging
public import OData

/// A function from request to response, served on a free port for as long as this object lives.
///
/// Hold it in a constant that is used after the last request (`withExtendedLifetime`): Swift may let go of an object after its last
/// use, and a test that only keeps the address has no server any more.
public final class ListeningServer: Sendable {
  /// For example `http://127.0.0.1:40123`.
  public let baseURL: String
  private let task: Task<Void, any Error>

  /// Starts listening.
  /// - Parameter configuration: its port is not looked at.
  /// - Throws: what the network stack throws when nothing can be bound.
  public convenience init(
    _ configuration: ServerConfiguration = ServerConfiguration(), logger: Logger,
    handler: @escaping @Sendable (OData.HTTPRequest) async -> OData.HTTPResponse
  ) async throws {
    try await self.init(configuration, logger: logger, answering: { .response(await handler($0)) })
  }

  /// The same for a function that may want connections dropped.
  public init(
    _ configuration: ServerConfiguration = ServerConfiguration(), logger: Logger, answering: @escaping HTTPServer.Answering
  ) async throws {
    var configuration = configuration
    configuration.port = 0
    let (ports, announce) = AsyncThrowingStream<Int, any Error>.makeStream()
    let server = HTTPServer(configuration, logger: logger, answering: answering)
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
    baseURL = "\(configuration.scheme)://\(configuration.host):\(port)"
  }

  deinit { task.cancel() }
}

/// The server ended before it had told its port.
struct ServerDidNotStart: Error {}
