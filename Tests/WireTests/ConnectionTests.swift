import Foundation
import Host
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import OData
import Testing

@testable import Wire

/// One connection on a loop whose time is moved by hand: what HTTP itself refuses, and when it loses patience.
struct ConnectionTests {
  private final class Connection {
    let channel = EmbeddedChannel()
    private var text = ""

    init(_ change: (inout ServerLimits) -> Void = { _ in }) throws {
      var configuration = ServerConfiguration()
      change(&configuration.limits)
      let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
      let service = RequestService(configuration: configuration, logger: logger) { _ in .response(HTTPResponse(200)) }
      _ = try ConnectionChannel(service: service).setup(channel: channel, logger: logger).wait()
      try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    func send(_ text: String) { _ = try? channel.writeInbound(ByteBuffer(string: text.replacing("\n", with: "\r\n"))) }
    func wait(seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

    /// Everything written so far.
    var answer: String {
      while let part = try? channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: part) }
      return text
    }

    var status: Substring { answer.split(separator: " ").dropFirst().first ?? "" }
    var isOpen: Bool { channel.isActive }

    deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }
  }

  @Test(
    "What HTTP itself refuses is refused with the status it prescribes, and the connection ends",
    arguments: [
      ("GET / HTTP/1.1\nHost: a\nHost: b\n\n", "400"),
      ("GET / HTTP/1.1\n\n", "400"),
      ("GET / HTTP/2.0\nHost: a\n\n", "505"),
      ("nonsense\n\n", "400"),
      ("BREW / HTTP/1.1\nHost: a\n\n", "400"),
      ("LOCK / HTTP/1.1\nHost: a\n\n", "501"),
      ("CONNECT a:1 HTTP/1.1\nHost: a\n\n", "501"),
      ("GET ftp://a/ HTTP/1.1\nHost: a\n\n", "400"),
      ("GET / HTTP/1.1\nHost: a\nX: a\u{0}b\n\n", "400"),
      ("POST / HTTP/1.1\nHost: a\nContent-Length: -1\n\n", "400"),
      ("POST / HTTP/1.1\nHost: a\nContent-Length: 5\nContent-Length: 6\n\nhello", "400"),
      ("POST / HTTP/1.1\nHost: a\nContent-Length: 99999999999999999999\n\n", "400"),
      ("POST / HTTP/1.1\nHost: a\nContent-Length: 33554433\n\n", "413"),
      ("POST / HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n", "400"),
      ("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nContent-Length: 5\n\n0\n\n", "400"),
      ("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: xchunked\n\n0\n\n", "501"),
      ("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked\n\n0\n\n", "501"),
      ("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nZZ\n\n", "400"),
      ("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n5\nhello!!\n0\n\n", "400"),
      ("POST / HTTP/1.1\nHost: a\nContent-Encoding: br\nContent-Length: 1\n\na", "415"),
      ("POST / HTTP/1.1\nHost: a\nExpect: miracles\nContent-Length: 1\n\na", "417"),
      ("GET / HTTP/1.1\nHost : a\n\n", "400"),
      ("GET / HTTP/1.1\nHost: a\n folded: b\n\n", "400"),
      ("GET / HTTP/1.1\nHost: a\nX: " + String(repeating: "b", count: 70_000) + "\n\n", "431"),
    ])
  func refusals(request: String, status: String) throws {
    let connection = try Connection()
    connection.send(request)
    #expect(connection.status == status, "\(connection.answer)")
    #expect(connection.answer.contains("Connection: close"))
    #expect(connection.answer.contains("Content-Type: text/plain"))
    connection.wait(seconds: 6)
    #expect(!connection.isOpen)
  }

  @Test("A URL is bounded", arguments: [(64 * 1024, ""), (64 * 1024 + 1, "414"), (1 << 20, "414")])
  func url(length: Int, status: String) throws {
    let connection = try Connection()
    // Without its end the request is not answered, unless it is refused.
    connection.send("GET /" + String(repeating: "a", count: length - 1))
    if length < 100_000 { connection.send(" HTTP/1.1\nHost: a\nContent-Length: 1\n\n") }
    #expect(connection.status == status)
  }

  @Test(
    "Headers are bounded in number and size",
    arguments: [(99, 8, ""), (101, 8, "431"), (5, 30_000, "431"), (1, 1 << 20, "431"), (100_000, 1, "431")])
  func headers(count: Int, size: Int, status: String) throws {
    let connection = try Connection()
    var request = "POST / HTTP/1.1\nHost: a\n"
    for index in 1..<count { request += "X-\(index): \(String(repeating: "b", count: size))\n" }
    connection.send(request + "X: \(String(repeating: "b", count: size))\n")
    #expect(connection.status == status)
  }

  @Test("A chunked body is bounded while it comes in")
  func chunked() throws {
    let connection = try Connection { $0.bodyBytesMax = 100 }
    connection.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n")
    for _ in 0..<9 { connection.send("A\n0123456789\n") }
    #expect(connection.answer == "")
    connection.send("B\n0123456789A\n")
    #expect(connection.status == "413")
  }

  @Test("Bodies share a bound; what was taken is given back")
  func inFlight() throws {
    var configuration = ServerConfiguration()
    configuration.limits.bodyBytesInFlightMax = 100
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    let service = RequestService(configuration: configuration, logger: logger) { _ in .response(HTTPResponse(200)) }
    #expect(service.reserve(60))
    #expect(!service.reserve(41))
    service.release(60)
    #expect(service.reserve(100))
  }

  @Test("A header that does not end gets 408, a silent connection just ends")
  func slowHeader() throws {
    let connection = try Connection()
    connection.send("GET / HTTP/1.1\nHost: a\n")
    connection.wait(seconds: 19)
    #expect(connection.answer == "")
    connection.wait(seconds: 3)
    #expect(connection.status == "408")
    let silent = try Connection()
    silent.wait(seconds: 22)
    #expect(silent.answer == "")
    #expect(!silent.isOpen)
  }

  @Test("A byte a second is not enough for a body, a steady trickle is")
  func slowBody() throws {
    let connection = try Connection { $0.bodyBytesPerSecondMin = 100 }
    connection.send("POST / HTTP/1.1\nHost: a\nContent-Length: 100000\n\n")
    for _ in 0..<32 {
      connection.send("a")
      connection.wait(seconds: 1)
    }
    #expect(connection.status == "408")
    let steady = try Connection { $0.bodyBytesPerSecondMin = 100 }
    steady.send("POST / HTTP/1.1\nHost: a\nContent-Length: 100000\n\n")
    for _ in 0..<200 {
      steady.send(String(repeating: "a", count: 100))
      steady.wait(seconds: 1)
    }
    #expect(steady.answer == "")
  }

  @Test("A client that waits is told to go on, one whose body is too large is not")
  func expectContinue() throws {
    let connection = try Connection()
    connection.send("POST / HTTP/1.1\nHost: a\nContent-Length: 5\nExpect: 100-continue\n\n")
    #expect(connection.status == "100")
    let large = try Connection()
    large.send("POST / HTTP/1.1\nHost: a\nContent-Length: 500000000\nExpect: 100-continue\n\n")
    #expect(large.status == "413")
  }

  @Test("Every limit's documented value is its default")
  func documentation() throws {
    let page = try String(contentsOfFile: "\(WireTestFiles.root)/docs/serving.md", encoding: .utf8)
    for (name, value) in ServerLimits().named {
      #expect(page.contains("| \(name) | \(value) |"), "docs/serving.md has another value for \(name) than \(value)")
    }
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("<!-- limit -->") }
    #expect(rows.count == ServerLimits().named.count)
  }
}
