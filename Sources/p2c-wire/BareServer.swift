import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import OData
import ServiceLifecycle

/// A Hummingbird server that answers every request with the same bytes and does nothing else, for as long as this object lives: the
/// yardstick of requests over HTTP. It is set up as Hummingbird's users do, not as the twins' server is.
final class BareServer: Sendable {
  let port: UInt16
  private let task: Task<Void, any Error>

  /// - Throws: what the network stack throws when nothing can be bound.
  init(answering response: OData.HTTPResponse) async throws {
    var logger = Logger(label: "p2c-wire.bare")
    logger.logLevel = .critical
    var fields = HTTPFields()
    for field in response.headers.fields {
      guard let name = HTTPField.Name(field.name) else { continue }
      fields.append(HTTPField(name: name, value: field.value))
    }
    fields[.contentLength] = String(response.body.count)
    let head = HTTPTypes.HTTPResponse(status: .init(code: response.status), headerFields: fields)
    let bytes = ByteBuffer(bytes: response.body)
    let channel = HTTP1Channel(responder: { _, writer, _ in
      try await writer.write(response: head, body: ResponseBody(byteBuffer: bytes))
    })
    let (ports, announce) = AsyncThrowingStream<Int, any Error>.makeStream()
    let server = Server(
      childChannelSetup: channel, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { announce.yield($0.localAddress?.port ?? 0) }, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: logger)
    let quiet = logger
    task = Task {
      do {
        try await ServiceGroup(configuration: .init(services: [server], logger: quiet)).run()
        announce.finish()
      } catch {
        announce.finish(throwing: error)
        throw error
      }
    }
    var iterator = ports.makeAsyncIterator()
    guard let port = try await iterator.next().flatMap({ UInt16(exactly: $0) }), port > 0 else { throw BareServerDidNotStart() }
    self.port = port
  }

  func end() { task.cancel() }

  deinit { task.cancel() }
}

/// The server ended before it had told its port.
struct BareServerDidNotStart: Error {}
