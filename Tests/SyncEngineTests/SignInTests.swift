import OData
import SyncEngine
import Testing

struct SignInTests {
  /// Answers what it is told to, and remembers what it was sent.
  private final class Script: HTTPTransport {
    var answers: [HTTPResponse]
    var requests: [HTTPRequest] = []

    init(_ answers: [HTTPResponse]) { self.answers = answers }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      requests.append(request)
      return answers.count > 1 ? answers.removeFirst() : answers[0]
    }
  }

  private static func token(_ text: String, lifetime: Int64 = 3599) -> HTTPResponse {
    let body: JSON = ["token_type": "Bearer", "expires_in": .number(ExactDecimal(lifetime)), "access_token": .string(text)]
    return HTTPResponse(200, body: body.encoded())
  }

  private final class Clock { var seconds: Int64 = 0 }

  private func credentials(_ authority: Script, _ clock: Clock) -> ClientCredentials {
    ClientCredentials(
      authority: authority, tenant: "contoso.onmicrosoft.com", client: "client", secret: "p&ss=w rd+%", resource: "https://org.example",
      now: { Timestamp(milliseconds: clock.seconds * 1000) })
  }

  @Test("The secret goes to the token endpoint only, encoded as a form has it")
  func form() async throws {
    let authority = Script([Self.token("one")])
    let token = try await credentials(authority, Clock()).token()
    #expect(token.reveal() == "one")
    #expect(authority.requests[0].target == "/contoso.onmicrosoft.com/oauth2/v2.0/token")
    #expect(
      String(decoding: authority.requests[0].body, as: UTF8.self)
        == "grant_type=client_credentials&client_id=client&client_secret=p%26ss%3Dw%20rd%2B%25&scope=https%3A%2F%2Forg.example%2F.default")
  }

  @Test("A token is kept, and renewed five minutes before its end")
  func renewal() async throws {
    let authority = Script([Self.token("one"), Self.token("two")])
    let clock = Clock()
    let source = credentials(authority, clock)
    #expect(try await source.token().reveal() == "one")
    clock.seconds = 3298
    #expect(try await source.token().reveal() == "one")
    clock.seconds = 3299
    #expect(try await source.token().reveal() == "two")
    #expect(authority.requests.count == 2)
  }

  @Test("A short-lived token is used for half its time")
  func shortLived() async throws {
    let authority = Script([Self.token("one", lifetime: 60), Self.token("two", lifetime: 60)])
    let clock = Clock()
    let source = credentials(authority, clock)
    #expect(try await source.token().reveal() == "one")
    clock.seconds = 29
    #expect(try await source.token().reveal() == "one")
    clock.seconds = 30
    #expect(try await source.token().reveal() == "two")
  }

  @Test("A refused token is fetched anew, once")
  func refused() async throws {
    let authority = Script([Self.token("one"), Self.token("two")])
    let system = Script([HTTPResponse(401), HTTPResponse(200)])
    let transport = SignedInTransport(system, tokens: credentials(authority, Clock()))
    #expect(try await transport.send(HTTPRequest(.get, "/x")).status == 200)
    #expect(system.requests.map { $0.headers["Authorization"] } == ["Bearer one", "Bearer two"])
    let closed = Script([HTTPResponse(401)])
    #expect(
      try await SignedInTransport(closed, tokens: credentials(Script([Self.token("one")]), Clock())).send(HTTPRequest(.get, "/")).status
        == 401)
    #expect(closed.requests.count == 2)
  }

  @Test("A request that signs itself in, or wants not to, is left alone")
  func explicit() async throws {
    let system = Script([HTTPResponse(401)])
    let transport = SignedInTransport(system, tokens: FixedToken("mine"))
    _ = try await transport.send(HTTPRequest(.get, "/", headers: ["Authorization": "Bearer other"]))
    _ = try await transport.send(HTTPRequest(.get, "/", headers: ["Authorization": ""]))
    _ = try await transport.send(HTTPRequest(.get, "/"))
    #expect(system.requests.map { $0.headers["Authorization"] } == ["Bearer other", nil, "Bearer mine"])
  }

  @Test("A refusal to sign in says what the endpoint said, and no secret")
  func failure() async throws {
    let body: JSON = ["error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."]
    let source = credentials(Script([HTTPResponse(401, body: body.encoded())]), Clock())
    do {
      _ = try await source.token()
      Issue.record("a token came")
    } catch let failure as SignInFailure {
      #expect("\(failure)".contains("AADSTS7000215"))
      #expect(!"\(failure)".contains("p&ss"))
    }
  }
}
