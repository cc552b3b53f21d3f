import HTTPTypes
import Hummingbird
public import Logging
import NIOCore
public import OData

/// An HTTP/1.1 server in front of a function from request to response: what lets anybody's client talk to the twins.
///
/// ```swift
/// let server = HTTPServer(port: 8080) { request in await router.handle(request) }
/// try await server.run { port in print("listening on \(port)") }
/// ```
public struct HTTPServer: Sendable {
  public typealias Handler = @Sendable (OData.HTTPRequest) async -> OData.HTTPResponse

  /// Largest body that is read; a longer one is refused with 413.
  public static let bodyBytesMax = 128 * 1024 * 1024

  private let host: String
  private let port: Int
  private let logger: Logger
  private let handler: Handler

  /// - Parameters:
  ///   - host: the address to listen on; loopback unless told otherwise.
  ///   - port: 0 picks a free one.
  public init(host: String = "127.0.0.1", port: Int, logger: Logger, handler: @escaping Handler) {
    self.host = host
    self.port = port
    self.logger = logger
    self.handler = handler
  }

  /// Serves until the surrounding task is cancelled, or, with `stopsOnSignals`, until SIGINT or SIGTERM; requests that are
  /// running are finished first.
  /// - Parameter onStart: told the port once the server listens.
  /// - Throws: what the network stack throws when the address cannot be bound.
  public func run(stopsOnSignals: Bool = true, onStart: @escaping @Sendable (Int) async -> Void) async throws {
    let handler = self.handler
    let responder = CallbackResponder<BasicRequestContext> { request, _ in
      guard let method = OData.HTTPRequest.Method(rawValue: request.method.rawValue) else { return Response(status: .notImplemented) }
      let buffer: ByteBuffer
      do {
        buffer = try await request.body.collect(upTo: Self.bodyBytesMax)
      } catch is NIOTooManyBytesError {
        return Response(status: .contentTooLarge)
      }
      var headers = HTTPHeaders()
      // The HTTP types carry the host apart from the other fields.
      if let host = request.head.authority { headers.add("Host", host) }
      for field in request.headers { headers.add(field.name.rawName, field.value) }
      let answer = await handler(
        OData.HTTPRequest(method, request.head.path ?? "/", headers: headers, body: Array(buffer.readableBytesView)))
      var fields = HTTPFields()
      for field in answer.headers.fields {
        if let name = HTTPField.Name(field.name) { fields.append(HTTPField(name: name, value: field.value)) }
      }
      // 204 and 304 have no body and no length (RFC 9110).
      let body = answer.status == 204 || answer.status == 304 ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
      return Response(status: .init(code: answer.status), headers: fields, body: body)
    }
    var quiet = logger
    quiet.logLevel = .warning
    let application = Application(
      responder: responder, configuration: .init(address: .hostname(host, port: port)),
      onServerRunning: { channel in await onStart(channel.localAddress?.port ?? 0) }, logger: quiet)
    if stopsOnSignals { try await application.runService() } else { try await application.runService(gracefulShutdownSignals: []) }
  }
}
