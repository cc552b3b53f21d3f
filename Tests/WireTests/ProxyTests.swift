import Foundation
import Logging
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

  @Test("Requests go through the proxy, with its name and password and to nobody else")
  func through() async throws {
    let heads = Mutex<[String?]>([])
    let proxy = try await ListeningServer(logger: .quiet) { request in
      heads.withLock { $0.append(request.headers["Proxy-Authorization"]) }
      return HTTPResponse(200, body: Array("through the proxy: \(request.target)".utf8))
    }
    let port = try #require(proxy.baseURL.split(separator: ":").last.flatMap { Int($0) })
    var options = ClientOptions()
    options.proxy = ProxySettings(host: "127.0.0.1", port: port, credentials: .init(user: "me", password: "secret"))
    let answer = try await HTTPClientTransport(baseURL: "http://nowhere.invalid", options: options).send(HTTPRequest(.get, "/data?x=1"))
    #expect(answer.status == 200)
    #expect(answer.text.hasPrefix("through the proxy: "))
    #expect(heads.withLock { $0 } == ["Basic " + Data("me:secret".utf8).base64EncodedString()])
    withExtendedLifetime(proxy) {}
  }
}
