import OData
import SyncEngine
import Synchronization
import Testing

@testable import Wire

/// Many requests at a time over real sockets.
struct HTTPClientTransportTests {
  /// Answers with the target it was asked for; those that end in 7 take their time, so that later ones overtake them.
  private func echo() async throws -> ListeningServer {
    try await ListeningServer(ServerConfiguration(), logger: .quiet) { request in
      if request.target.hasSuffix("7") { try? await Task.sleep(for: .milliseconds(5)) }
      return HTTPResponse(200, body: Array(request.target.utf8))
    }
  }

  private func target(_ answer: HTTPAnswer?) throws -> String {
    String(decoding: try #require(answer).get().body, as: UTF8.self)
  }

  @Test("However many are under way, each answer stands in the place of its request", arguments: [1, 2, 50])
  func order(width: Int) async throws {
    let server = try await echo()
    let transport = HTTPClientTransport(baseURL: server.baseURL)
    let requests = (0..<600).map { HTTPRequest(.get, "/\($0)") }
    var told = 0
    var mostUnderWay = 0
    let answers = await transport.send(
      requests,
      mayBegin: { underWay in
        guard underWay < width else { return false }
        mostUnderWay = max(mostUnderWay, underWay + 1)
        return true
      }, answered: { _ in told += 1 })
    #expect(try answers.map(target) == requests.map(\.target))
    #expect(told == 600)
    #expect(mostUnderWay == width)
    withExtendedLifetime(server) {}
  }

  @Test("What may not begin is not sent, and has no answer")
  func closedDoor() async throws {
    let server = try await echo()
    let transport = HTTPClientTransport(baseURL: server.baseURL)
    var begun = 0
    let answers = await transport.send(
      (0..<20).map { HTTPRequest(.get, "/\($0)") },
      mayBegin: { _ in
        begun += 1
        return begun <= 5
      }, answered: { _ in })
    #expect(try answers.prefix(5).map(target) == (0..<5).map { "/\($0)" })
    #expect(answers.dropFirst(5).allSatisfy { $0 == nil })
    withExtendedLifetime(server) {}
  }

  @Test("Where nobody listens, every request has its own failure")
  func nobody() async throws {
    let transport = HTTPClientTransport(baseURL: "http://127.0.0.1:1")
    let answers = await transport.send((0..<3).map { HTTPRequest(.get, "/\($0)") }, mayBegin: { $0 < 2 }, answered: { _ in })
    for answer in answers { #expect(throws: TransportError.self) { try #require(answer).get() } }
  }
}
