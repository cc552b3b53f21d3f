import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import OData
import Synchronization
import Testing

@testable import Wire

/// What a client shows and asks for in TLS, against a server that looks.
struct ClientTLSTests {
  @Test("A server that asks for a certificate gets the one of the connection")
  func certificate() async throws {
    let server = try await AskingServer.start()
    try await Self.inFolder { folder in
      let file = folder.appendingPathComponent("own.pem").path
      try Data(ClientPEM.certificate.utf8).write(to: URL(fileURLWithPath: file))
      var options = try server.trusted(in: folder)
      options.certificate = try ClientCertificate(file: file, key: Secret(ClientPEM.key))
      #expect(try await HTTPClientTransport(baseURL: server.baseURL, options: options).send(HTTPRequest(.get, "/")).status == 204)
      let shown = try #require(server.shown.withLock { $0 })
      #expect(shown == (try NIOSSLCertificate.fromPEMBytes(Array(ClientPEM.certificate.utf8)).first?.toDERBytes()))
    }
    try await server.stop()
  }

  @Test("A client that asks for TLS 1.3 does not speak 1.2")
  func minimum() async throws {
    let server = try await AskingServer.start(maximum: .tlsv12)
    try await Self.inFolder { folder in
      let file = folder.appendingPathComponent("own.pem").path
      try Data(ClientPEM.certificate.utf8).write(to: URL(fileURLWithPath: file))
      var options = try server.trusted(in: folder)
      options.certificate = try ClientCertificate(file: file, key: Secret(ClientPEM.key))
      #expect(try await HTTPClientTransport(baseURL: server.baseURL, options: options).send(HTTPRequest(.get, "/")).status == 204)
      options.requiresTLS13 = true
      let error = await #expect(throws: TransportError.self) {
        try await HTTPClientTransport(baseURL: server.baseURL, options: options).send(HTTPRequest(.get, "/"))
      }
      #expect(error?.kind == .tls)
    }
    try await server.stop()
  }

  @Test("A client certificate that cannot be used is refused with its file, and nothing of its key")
  func unusable() async throws {
    let missing = #expect(throws: ClientCertificateError.self) { try ClientCertificate(file: "/nowhere.pem", key: "hunter2") }
    #expect(missing?.description == "/nowhere.pem is no PEM file of certificates that can be read")
    try await Self.inFolder { folder in
      let file = folder.appendingPathComponent("own.pem").path
      try Data(ClientPEM.certificate.utf8).write(to: URL(fileURLWithPath: file))
      let noKey = #expect(throws: ClientCertificateError.self) { try ClientCertificate(file: file, key: "hunter2") }
      #expect(noKey?.description == "the key of \(file) is no private key in PEM form")
    }
  }

  private static func inFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }
}

/// Asks every client for a certificate, remembers it, and answers 204.
private final class AskingServer: Sendable {
  let baseURL: String
  let shown = Mutex<[UInt8]?>(nil)
  private let identity: TLSIdentity
  private let channel: any Channel

  static func start(maximum: TLSVersion? = nil) async throws -> AskingServer {
    let identity = try SelfMadeCertificate.make(now: SystemClock().now)
    var tls = identity.serverConfiguration
    tls.certificateVerification = .noHostnameVerification
    tls.maximumTLSVersion = maximum
    let context = try NIOSSLContext(configuration: tls)
    let holder = Holder()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = NIOSSLServerHandler(context: context) { certificates, promise in
            holder.note(certificates.first.flatMap { try? $0.toDERBytes() })
            promise.succeed(.certificateVerified)
          }
          try channel.pipeline.syncOperations.addHandler(handler)
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(NoContent())
        }
      }.bind(host: "127.0.0.1", port: 0).get()
    let server = AskingServer(identity: identity, channel: channel)
    holder.set(server)
    return server
  }

  private init(identity: TLSIdentity, channel: any Channel) {
    self.identity = identity
    self.channel = channel
    baseURL = "https://127.0.0.1:\(channel.localAddress?.port ?? 0)"
  }

  func trusted(in folder: URL) throws -> ClientOptions {
    let file = folder.appendingPathComponent("trust.pem").path
    try Data(identity.trustedPEM.utf8).write(to: URL(fileURLWithPath: file))
    return ClientOptions(trustFile: file)
  }

  func stop() async throws { try await channel.close() }

  /// The server is made after its callback is.
  private final class Holder: Sendable {
    private let server = Mutex<AskingServer?>(nil)

    func set(_ made: AskingServer) { server.withLock { $0 = made } }
    func note(_ certificate: [UInt8]?) { server.withLock { $0 }?.shown.withLock { $0 = certificate } }
  }

  private final class NoContent: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .end = unwrapInboundIn(data) else { return }
      context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .noContent))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
