import Foundation
import Logging
import OData
import Synchronization
import Testing

@testable import Wire

/// The server over real sockets, in front of a function that tells what it got.
struct HTTPServerTests {
  /// Answers with method, target and the length of the body; `/big` is long enough to be compressed.
  private static let echo: HTTPServer.Handler = { request in
    if request.target == "/slow" { try? await Task.sleep(for: .milliseconds(300)) }
    let text =
      request.target == "/big"
      ? String(repeating: "0123456789", count: 1000) : "\(request.method.rawValue) \(request.target) \(request.body.count)"
    return HTTPResponse(200, headers: ["Content-Type": "text/plain"], body: Array(text.utf8))
  }

  private func serve(
    _ change: (inout ServerConfiguration) -> Void = { _ in }, handler: @escaping HTTPServer.Handler = echo
  ) async throws
    -> ListeningServer
  {
    var configuration = ServerConfiguration()
    change(&configuration)
    return try await ListeningServer(configuration, logger: .quiet, handler: handler)
  }

  @Test("Pipelined requests are answered in their order, on one connection")
  func pipelining() async throws {
    let server = try await serve()
    let text = try await RawConnection.exchange(
      server.baseURL,
      "GET /slow HTTP/1.1\nHost: a\n\nPOST /2 HTTP/1.1\nHost: a\nContent-Length: 3\n\nabcGET /3 HTTP/1.1\nHost: a\nConnection: close\n\n")
    let slow = try #require(text.firstRange(of: "GET /slow 0")?.lowerBound)
    let second = try #require(text.firstRange(of: "POST /2 3")?.lowerBound)
    let third = try #require(text.firstRange(of: "GET /3 0")?.lowerBound)
    #expect(slow < second && second < third)
    withExtendedLifetime(server) {}
  }

  @Test("A client that sends its whole body first still reads why it was refused, and nothing of what follows is answered")
  func lingering() async throws {
    let server = try await serve { $0.limits.bodyBytesMax = 1 << 20 }
    let body = String(repeating: "a", count: 8 << 20)
    let text = try await RawConnection.exchange(
      server.baseURL, "POST / HTTP/1.1\nHost: a\nContent-Length: \(8 << 20)\n\n\(body)GET /next HTTP/1.1\nHost: a\n\n")
    #expect(text.hasPrefix("HTTP/1.1 413 "))
    #expect(text.split(separator: "HTTP/1.1 ").count == 1)
    withExtendedLifetime(server) {}
  }

  @Test("A chunked body arrives whole, a whole address is read as its path")
  func chunked() async throws {
    let server = try await serve()
    let text = try await RawConnection.exchange(
      server.baseURL,
      "POST http://b:80/data?x=1 HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nConnection: close\n\n5\nhello\n6;ext=1\n world\n0\nTrailer: 1\n\n"
    )
    #expect(text.hasSuffix("POST /data?x=1 11"))
    withExtendedLifetime(server) {}
  }

  @Test("HEAD gets what GET would, length included, but no body")
  func head() async throws {
    let server = try await serve()
    let text = try await RawConnection.exchange(server.baseURL, "HEAD /big HTTP/1.1\nHost: a\nConnection: close\n\n")
    #expect(text.contains("Content-Length: 10000\r\n"))
    #expect(text.hasSuffix("\r\n\r\n"))
    withExtendedLifetime(server) {}
  }

  @Test("HTTP/1.0 needs no Host and closes")
  func old() async throws {
    let server = try await serve()
    let text = try await RawConnection.exchange(server.baseURL, "GET /old HTTP/1.0\n\n")
    #expect(text.contains("Connection: close"))
    #expect(text.hasSuffix("GET /old 0"))
    withExtendedLifetime(server) {}
  }

  @Test("OPTIONS says what may be sent; only a page of a known origin is told more")
  func cors() async throws {
    let server = try await serve { $0.cors = .origins(["https://app.example"]) }
    let client = HTTPClientTransport(baseURL: server.baseURL)
    let plain = try await client.send(HTTPRequest(.options, "/data"))
    #expect(plain.status == 204)
    #expect(plain.headers["Allow"] == "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS")
    #expect(plain.headers["Access-Control-Allow-Origin"] == nil)
    let asking: HTTPHeaders = [
      "Origin": "https://app.example", "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,if-match",
    ]
    let preflight = try await client.send(HTTPRequest(.options, "/data", headers: asking))
    #expect(preflight.headers["Access-Control-Allow-Origin"] == "https://app.example")
    #expect(preflight.headers["Access-Control-Allow-Headers"] == "authorization,if-match")
    #expect(preflight.headers["Vary"] == "Origin")
    let read = try await client.send(HTTPRequest(.get, "/data", headers: ["Origin": "https://app.example"]))
    #expect(read.headers["Access-Control-Expose-Headers"]?.contains("OData-EntityId") == true)
    let stranger = try await client.send(HTTPRequest(.get, "/data", headers: ["Origin": "https://other.example"]))
    #expect(stranger.headers["Access-Control-Allow-Origin"] == nil)
    withExtendedLifetime(server) {}
  }

  @Test("Long answers are compressed for who accepts it, and the client reads them")
  func compressed() async throws {
    let server = try await serve()
    let text = try await RawConnection.exchange(server.baseURL, "GET /big HTTP/1.1\nHost: a\nAccept-Encoding: gzip\nConnection: close\n\n")
    #expect(text.contains("Content-Encoding: gzip\r\n"))
    #expect(text.contains("Vary: Accept-Encoding\r\n"))
    #expect(text.utf8.count < 1000)
    let answer = try await HTTPClientTransport(baseURL: server.baseURL).send(HTTPRequest(.get, "/big"))
    #expect(answer.body.count == 10_000)
    withExtendedLifetime(server) {}
  }

  @Test("Compressed requests are inflated, up to the limit")
  func inflated() async throws {
    let server = try await serve { $0.limits.bodyBytesMax = 1 << 20 }
    let client = HTTPClientTransport(baseURL: server.baseURL)
    func post(_ body: [UInt8], _ coding: String) async throws -> HTTPResponse {
      try await client.send(HTTPRequest(.post, "/in", headers: ["Content-Encoding": coding], body: body))
    }
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    #expect(try await post(Zlib.deflate(zeros, .gzip), "gzip").text == "POST /in 1048576")
    #expect(try await post(Zlib.deflate(zeros, .deflate), "deflate").text == "POST /in 1048576")
    #expect(try await post(Zlib.deflate(zeros + [0], .gzip), "gzip").status == 413)
    #expect(try await post(zeros, "gzip").status == 400)
    withExtendedLifetime(server) {}
  }

  @Test("What would break a header out of an answer is withheld")
  func splitting() async throws {
    let server = try await serve(handler: { _ in HTTPResponse(200, headers: ["Location": "/a\r\nSet-Cookie: b"]) })
    #expect(try await HTTPClientTransport(baseURL: server.baseURL).send(HTTPRequest(.get, "/")).status == 500)
    withExtendedLifetime(server) {}
  }

  @Test("A self-made certificate serves who trusts it, and nobody else")
  func tls() async throws {
    let identity = try SelfMadeCertificate.make(hosts: ["twins.example"], now: SystemClock().now)
    let server = try await serve { $0.identity = identity }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-\(UUID().uuidString).pem")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(identity.trustedPEM.utf8).write(to: file)
    let trusting = HTTPClientTransport(baseURL: server.baseURL, options: ClientOptions(trustFile: file.path))
    #expect(try await trusting.send(HTTPRequest(.get, "/tls")).text == "GET /tls 0")
    let byName = HTTPClientTransport(
      baseURL: server.baseURL.replacing("127.0.0.1", with: "localhost"), options: ClientOptions(trustFile: file.path))
    #expect(try await byName.send(HTTPRequest(.get, "/tls")).text == "GET /tls 0")
    let error = await #expect(throws: TransportError.self) {
      try await HTTPClientTransport(baseURL: server.baseURL).send(HTTPRequest(.get, "/tls"))
    }
    #expect(error?.kind == .tls)
    withExtendedLifetime(server) {}
  }

  @Test("A certificate and a key that do not belong together are refused with their names")
  func wrongKey() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let certificate = folder.appendingPathComponent("cert.pem").path
    try SelfMadeCertificate.make(now: SystemClock().now).trustedPEM.write(toFile: certificate, atomically: true, encoding: .utf8)
    let missing = #expect(throws: TLSIdentityError.self) { try TLSIdentity(certificateFile: certificate, keyFile: "/nowhere.pem") }
    #expect(missing?.description == "/nowhere.pem cannot be read")
    let noKey = #expect(throws: TLSIdentityError.self) { try TLSIdentity(certificateFile: certificate, keyFile: certificate) }
    #expect(noKey?.description == "\(certificate) is no PEM file of a private key without a passphrase")
  }

  @Test("Why there was no answer is said in words")
  func transportErrors() async throws {
    var server: ListeningServer? = try await serve()
    let baseURL = try #require(server?.baseURL)
    let refused = await #expect(throws: TransportError.self) {
      // Port 1 of loopback: nobody listens there.
      try await HTTPClientTransport(baseURL: "http://127.0.0.1:1").send(HTTPRequest(.get, "/x?token=secret"))
    }
    #expect(refused?.kind == .refused)
    #expect(refused?.description.hasPrefix("no answer from GET http://127.0.0.1:1/x: nothing listens there") == true)
    let unknown = await #expect(throws: TransportError.self) {
      try await HTTPClientTransport(baseURL: "http://nowhere.invalid").send(HTTPRequest(.get, "/"))
    }
    #expect(unknown?.kind == .unknownHost)
    let plain = await #expect(throws: TransportError.self) {
      try await HTTPClientTransport(baseURL: baseURL.replacing("http:", with: "https:")).send(HTTPRequest(.get, "/"))
    }
    #expect(plain?.kind == .tls)
    withExtendedLifetime(server) {}
    server = nil
  }

  @Test("Who answers is told when the client has gone")
  func gone() async throws {
    let (cancelled, report) = AsyncStream<Bool>.makeStream()
    let (started, begin) = AsyncStream<Void>.makeStream()
    let server = try await serve(handler: { _ in
      begin.yield()
      // Far longer than the test may take; ends at once when the task is cancelled.
      let wasCancelled = (try? await Task.sleep(for: .seconds(60))) == nil
      report.yield(wasCancelled)
      return HTTPResponse(200)
    })
    let client = Task { try await HTTPClientTransport(baseURL: server.baseURL).send(HTTPRequest(.get, "/")) }
    var starts = started.makeAsyncIterator()
    await starts.next()
    client.cancel()
    var reports = cancelled.makeAsyncIterator()
    #expect(await reports.next() == true)
    withExtendedLifetime(server) {}
  }

  @Test("A target reaches the server as it was written, what no URL may hold encoded once")
  func target() async throws {
    let server = try await serve()
    let client = HTTPClientTransport(baseURL: server.baseURL)
    for (sent, got) in [
      ("/a(b='c')?@p={\"x\":[1]}&q=%7B|", "/a(b='c')?@p=%7B%22x%22:%5B1%5D%7D&q=%7B%7C"),
      ("/a?$filter=b%20eq%20'%C3%BC'", "/a?$filter=b%20eq%20'%C3%BC'"),
      ("/ü b", "/%C3%BC%20b"),
    ] { #expect(try await client.send(HTTPRequest(.get, sent)).text == "GET \(got) 0") }
    withExtendedLifetime(server) {}
  }

  @Test("A redirect is handed on, not followed")
  func redirect() async throws {
    let server = try await serve(handler: { request in
      request.target == "/from" ? HTTPResponse(302, headers: ["Location": "/to"]) : HTTPResponse(200)
    })
    #expect(try await HTTPClientTransport(baseURL: server.baseURL).send(HTTPRequest(.get, "/from")).status == 302)
    withExtendedLifetime(server) {}
  }
}
