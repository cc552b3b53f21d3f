import Logging
import OData
import Scenarios
import Testing
import Wire

/// The server as any HTTP client meets it.
@MainActor
struct ServerTests {
  private struct Served {
    let world: World
    let server: LoopbackServer
    let client: HTTPClientTransport
  }

  /// Serves a world for as long as the body runs: what only a test's variable holds may be let go of after its last use.
  private func serve(_ body: (Served) async throws -> Void) async throws {
    let server = try await LoopbackServer(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let factory = TwinWorldFactory(connector: RoutedConnector(server: server))
    let world = try await factory.world(WorldConfiguration())
    let served = Served(world: world, server: server, client: HTTPClientTransport(baseURL: server.baseURL))
    try await body(served)
    withExtendedLifetime(served) {}
  }

  @Test("A created account is answered with its address and can be read there")
  func createAndRead() async throws {
    try await serve { served in
      let created = try await served.client.send(
        HTTPRequest(
          .post, "/api/data/v9.2/accounts", headers: ["Content-Type": "application/json"], body: Array("{\"name\":\"Wire Ltd\"}".utf8)))
      #expect(created.status == 204)
      #expect(created.body.isEmpty)
      let address = try #require(created.headers["OData-EntityId"])
      let path = try #require(address.firstRange(of: "/api/")).lowerBound
      let read = try await served.client.send(HTTPRequest(.get, String(address[path...]) + "?$select=name"))
      #expect(read.status == 200)
      #expect(read.headers["OData-Version"] == "4.0")
      #expect(try JSON(decoding: read.body)["name"] == "Wire Ltd")
    }
  }

  @Test(
    "Refusals come over in the product's own envelope",
    arguments: [
      ("/api/data/v9.2/accounts(00000000-0000-0000-0000-00000000000f)", 404, "\"code\":\"0x80040217\""),
      ("/api/data/v9.2/accounts?$filter=colour%20eq%20'red'", 400, "Could not find a property named 'colour'"),
      ("/data/Nothing", 404, "{\"Message\":\"No HTTP resource was found"),
      ("/elsewhere", 404, "TwinUnknownPath"),
    ])
  func refusals(target: String, status: Int, text: String) async throws {
    try await serve { served in
      let answer = try await served.client.send(HTTPRequest(.get, target))
      #expect(answer.status == status)
      #expect(answer.text.contains(text), "\(answer.text)")
    }
  }

  @Test("Metadata of both systems is served and can be read back", arguments: [("/api/data/v9.2", "accounts"), ("/data", "CustomersV2")])
  func metadata(root: String, set: String) async throws {
    try await serve { served in
      let answer = try await served.client.send(HTTPRequest(.get, "\(root)/$metadata"))
      #expect(answer.headers["Content-Type"] == "application/xml")
      #expect(try CSDL.read(answer.body).entitySet(set) != nil)
    }
  }

  @Test("A router without a world says so")
  func noWorld() async throws {
    try await serve { served in
      await served.world.close()
      let answer = try await served.client.send(HTTPRequest(.get, "/data"))
      #expect(answer.status == 404)
    }
  }
}
