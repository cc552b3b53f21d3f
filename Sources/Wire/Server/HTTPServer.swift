public import Host
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOPosix
public import OData
import ServiceLifecycle
import UnixSignals

/// An HTTP/1.1 server in front of a function from request to response: what lets anybody's client talk to the twins.
///
/// ```swift
/// var configuration = Wire.ServerConfiguration()
/// configuration.port = 8080
/// let server = HTTPServer(configuration, logger: logger, answering: { request in await host.handle(request) })
/// try await server.run { port in print("listening on \(port)") }
/// ```
///
/// The function sees whole, inflated requests of methods and headers that were checked (docs/serving.md); `HEAD` and `OPTIONS` never
/// reach it. It is called from several tasks at once; the task is cancelled when its client has gone.
public struct HTTPServer: Sendable {
  public typealias Handler = @Sendable (OData.HTTPRequest) async -> OData.HTTPResponse
  /// A handler that may also want the connection dropped without an answer.
  public typealias Answering = @Sendable (OData.HTTPRequest) async -> HostAnswer

  public let configuration: ServerConfiguration
  private let logger: Logger
  private let answering: Answering

  /// - Parameter logger: gets a line for every request at level `info`, and connections that went wrong at `debug`.
  public init(_ configuration: ServerConfiguration, logger: Logger, answering: @escaping Answering) {
    self.configuration = configuration
    self.logger = logger
    self.answering = answering
  }

  public init(_ configuration: ServerConfiguration, logger: Logger, handler: @escaping Handler) {
    self.init(configuration, logger: logger, answering: { .response(await handler($0)) })
  }

  /// Serves until the surrounding task is cancelled, which cuts off what runs; or, with `stopsOnSignals`, until SIGINT or SIGTERM:
  /// then no new connection is accepted, requests that run are finished, for `limits.shutdownSeconds` at most.
  /// - Parameter onStart: told the port once the server listens.
  /// - Throws: what the network stack throws when the address cannot be bound, or the certificate cannot be used.
  public func run(stopsOnSignals: Bool = true, onStart: @escaping @Sendable (Int) async -> Void) async throws {
    let connections = ConnectionChannel(service: RequestService(configuration: configuration, logger: logger, answering: answering))
    if let identity = configuration.identity {
      try await serve(TLSChannel(connections, tlsConfiguration: identity.serverConfiguration), stopsOnSignals, onStart)
    } else {
      try await serve(connections, stopsOnSignals, onStart)
    }
  }

  private func serve(
    _ connections: some ServerChildChannel, _ stopsOnSignals: Bool, _ onStart: @escaping @Sendable (Int) async -> Void
  ) async throws {
    let server = Server(
      childChannelSetup: connections,
      configuration: .init(
        address: .hostname(configuration.host, port: configuration.port),
        availableConnectionsDelegate: MaximumAvailableConnections(configuration.limits.connectionsMax)),
      onServerRunning: { channel in await onStart(channel.localAddress?.port ?? 0) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet)
    var group = ServiceGroupConfiguration(
      services: [server], gracefulShutdownSignals: stopsOnSignals ? [.sigterm, .sigint] : [], logger: quiet)
    group.maximumGracefulShutdownDuration = .seconds(configuration.limits.shutdownSeconds)
    do {
      try await ServiceGroup(configuration: group).run()
    } catch is CancellationError {
      // The end of a task that was told to end.
    }
  }

  /// For the packages below, whose every step is of no interest to a user.
  private var quiet: Logger {
    var quiet = logger
    quiet.logLevel = max(.warning, logger.logLevel)
    return quiet
  }
}
