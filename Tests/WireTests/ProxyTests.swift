import Foundation
import NIOCore
import NIOPosix
import OData
import Synchronization
import Testing

@testable import Wire

struct ProxyTests {
  @Test(
    "A proxy's address is read with or without scheme, name and port",
    arguments: [
      ("http://proxy:8080", "proxy", 8080, nil, nil), ("proxy", "proxy", 80, nil, nil), ("http://proxy:3128/", "proxy", 3128, nil, nil),
      ("http://me:p%40ss@proxy:1", "proxy", 1, "me", "p@ss"), ("me@proxy", "proxy", 80, "me", ""),
    ] as [(String, String, Int, String?, String?)])
  func address(text: String, host: String, port: Int, user: String?, password: String?) throws {
    let proxy = try ProxySettings(Secret(text))
    #expect(proxy.host == host)
    #expect(proxy.port == port)
    #expect(proxy.credentials?.user == user)
    #expect(proxy.credentials?.password.reveal() == password)
    #expect(!"\(proxy)".contains("p@ss"))
  }

  @Test("An address that is none is refused without being shown", arguments: ["https://me:hunter2@p:1", "http://p:hunter2", "http://"])
  func refused(text: String) {
    let error = #expect(throws: ProxyError.self) { try ProxySettings(Secret(text)) }
    #expect(error?.description.contains("hunter2") == false)
  }

  @Test(
    "The variables of the process name a proxy, less the hosts of NO_PROXY and this machine",
    arguments: [
      ("https://contoso.crm.dynamics.com", ["HTTPS_PROXY": "http://p:1"], "p"),
      ("https://contoso.crm.dynamics.com", ["https_proxy": "http://q:1", "HTTPS_PROXY": "http://p:1"], "q"),
      ("https://contoso.crm.dynamics.com", ["http_proxy": "http://p:1"], nil),
      ("http://contoso.crm.dynamics.com", ["http_proxy": "http://p:1"], "p"),
      ("http://contoso.crm.dynamics.com", ["HTTP_PROXY": "http://p:1"], nil),
      ("http://contoso.crm.dynamics.com", ["ALL_PROXY": "http://p:1"], "p"),
      ("https://contoso.crm.dynamics.com", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "a.com, .dynamics.com"], nil),
      ("https://contoso.crm.dynamics.com", ["HTTPS_PROXY": "http://p:1", "no_proxy": "contoso.crm.dynamics.com:443"], nil),
      ("https://contoso.crm.dynamics.com", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"], nil),
      ("https://contoso.crm.dynamics.com", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "ynamics.com"], "p"),
      ("https://localhost:8443", ["HTTPS_PROXY": "http://p:1"], nil), ("https://127.0.0.1:8443", ["HTTPS_PROXY": "http://p:1"], nil),
      ("https://[::1]:8443", ["HTTPS_PROXY": "http://p:1"], nil), ("https://contoso.crm.dynamics.com", [:], nil),
    ] as [(String, [String: String], String?)])
  func variables(origin: String, variables: [String: String], host: String?) throws {
    #expect(try ProxySettings.of(origin, variables: variables)?.host == host)
  }

  @Test("Requests go through a tunnel of the proxy, which alone is told its name and password")
  func through() async throws {
    let proxy = TunnelProxy()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(TunnelProxy.Handler(proxy)) }
      }.bind(host: "127.0.0.1", port: 0).get()
    var options = ClientOptions()
    options.proxy = ProxySettings(
      host: "127.0.0.1", port: try #require(channel.localAddress?.port), credentials: .init(user: "me", password: "secret"))
    let answer = try await HTTPClientTransport(baseURL: "http://nowhere.invalid", options: options).send(HTTPRequest(.get, "/data?x=1"))
    #expect(answer.status == 204)
    let heads = proxy.heads.withLock { $0 }
    #expect(heads.count == 2)
    let credentials = "proxy-authorization: Basic " + Data("me:secret".utf8).base64EncodedString()
    #expect(heads[0].hasPrefix("CONNECT nowhere.invalid:80 HTTP/1.1\r\n"))
    #expect(heads[0].lowercased().contains(credentials.lowercased()))
    #expect(heads[1].hasPrefix("GET /data?x=1 HTTP/1.1\r\n"))
    #expect(!heads[1].lowercased().contains("proxy-authorization"))
    try await channel.close()
  }
}

/// Opens every tunnel it is asked for, and answers what comes through with 204.
private final class TunnelProxy: Sendable {
  let heads = Mutex<[String]>([])

  final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let proxy: TunnelProxy
    private var text = ""

    init(_ proxy: TunnelProxy) { self.proxy = proxy }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      text += String(buffer: unwrapInboundIn(data))
      guard text.hasSuffix("\r\n\r\n") else { return }
      let isTunnel = text.hasPrefix("CONNECT")
      proxy.heads.withLock { $0.append(text) }
      text = ""
      let answer = isTunnel ? "HTTP/1.1 200 OK\r\n\r\n" : "HTTP/1.1 204 No Content\r\n\r\n"
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }
  }
}
