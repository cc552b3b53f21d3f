import OData
import SyncEngine
import Testing

/// Files that lie at another host.
struct AddressedTransportTests {
  private final class Host: HTTPTransport {
    var targets: [String] = []

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      targets.append(request.target)
      return HTTPResponse(200)
    }
  }

  @Test("A request goes to the host of its address, each host is opened once, and nothing is signed in")
  func hosts() async throws {
    let host = Host()
    var opened: [String] = []
    let transport = AddressedTransport { origin in
      opened.append(origin)
      return host
    }
    for name in ["a.zip?sig=1", "b.zip?sig=2"] {
      _ = try await transport.send(HTTPRequest(.get, "https://contoso.blob.core.windows.net/dmf/\(name)"))
    }
    #expect(opened == ["https://contoso.blob.core.windows.net"])
    #expect(host.targets == ["/dmf/a.zip?sig=1", "/dmf/b.zip?sig=2"])
  }

  @Test("What is no address is refused without being told", arguments: ["/dmf/a.zip?sig=secret", "https://host-without-path"])
  func noAddress(text: String) async throws {
    let transport = AddressedTransport { _ in Host() }
    let error = await #expect(throws: AddressedTransport.Unusable.self) { try await transport.send(HTTPRequest(.get, text)) }
    #expect(error?.description.contains("secret") == false)
  }
}
