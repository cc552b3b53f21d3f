import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL
public import OData
public import SyncEngine

/// Sends the engine's requests over the network: keeps connections, takes compressed answers, follows no redirect.
///
/// A redirect is handed on like any other answer: followed, a `POST` would become a `GET`, and a token go to whoever the answer names.
public final class HTTPClientTransport: HTTPTransport {
  private let sender: Sender

  /// - Parameters:
  ///   - baseURL: scheme, host and port, for example `http://127.0.0.1:8080`; no trailing slash.
  ///   - options: time-outs, trust, proxy.
  public init(baseURL: String, options: ClientOptions = ClientOptions()) {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(options.connectSeconds), read: .seconds(options.readSeconds)),
      decompression: .enabled(limit: .size(options.answerBytesMax)))
    // The engine settles for itself what to do when there is no connection; waiting on would only hide it.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.tlsConfiguration = Self.tls(options)
    configuration.proxy = options.proxy.map(Self.proxy)
    sender = Sender(
      client: HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration), baseURL: baseURL, options: options)
  }

  private static func tls(_ options: ClientOptions) -> TLSConfiguration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = options.requiresTLS13 ? .tlsv13 : .tlsv12
    if let file = options.trustFile { tls.trustRoots = .file(file) }
    if let certificate = options.certificate {
      tls.certificateChain = certificate.chain
      tls.privateKey = certificate.key
    }
    return tls
  }

  private static func proxy(_ settings: ProxySettings) -> HTTPClient.Configuration.Proxy {
    guard let credentials = settings.credentials else { return .server(host: settings.host, port: settings.port) }
    return .server(
      host: settings.host, port: settings.port,
      authorization: .basic(username: credentials.user, password: credentials.password.reveal()))
  }

  deinit {
    // Connections that are still open are closed; whether that goes well is nobody's concern any more.
    sender.client.shutdown { _ in }
  }

  /// A target in which everything no URL may hold is percent-encoded, and what is already is left alone. Given such a character, the
  /// URL type below would encode it and its own percent sign after it.
  static func encoded(_ target: String) -> String {
    let isFit: (UInt8) -> Bool = { byte in
      switch byte {
      case 0x22, 0x23, 0x3C, 0x3E, 0x5B...0x5E, 0x60, 0x7B...0x7D: false
      default: (0x21...0x7E).contains(byte)
      }
    }
    if target.utf8.allSatisfy(isFit) { return target }
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in target.utf8 {
      if isFit(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// - Throws: `TransportError` when no answer came; an error status is an answer. `CancellationError` when the task was cancelled.
  public func send(_ request: OData.HTTPRequest) async throws -> OData.HTTPResponse { try await sender.send(request) }

  public func send(
    _ requests: [OData.HTTPRequest], mayBegin: (_ underWay: Int) -> Bool, answered: (HTTPAnswer) -> Void
  ) async -> [HTTPAnswer?] {
    await withTaskGroup(of: Arrival.self, returning: [HTTPAnswer?].self) { group in
      var answers = [HTTPAnswer?](repeating: nil, count: requests.count)
      var next = 0
      var underWay = 0
      while true {
        while next < requests.count, mayBegin(underWay) {
          let index = next
          let request = requests[index]
          group.addTask { [sender] in await sender.arrival(of: request, at: index) }
          next += 1
          underWay += 1
        }
        guard let arrival = await group.next() else { return answers }
        underWay -= 1
        answers[arrival.index] = arrival.answer
        answered(arrival.answer)
      }
    }
  }
}

/// What came of one of many requests under way at once.
private struct Arrival: Sendable {
  /// The request's place among those handed in.
  let index: Int
  let answer: HTTPAnswer
}

/// Sends one request; knows nothing of others that are under way.
private struct Sender: Sendable {
  let client: HTTPClient
  let baseURL: String
  let options: ClientOptions

  /// A function of its own: with this `do` inside the task's closure, Swift 6.3 compiles the release build wrong, and it crashes.
  func arrival(of request: OData.HTTPRequest, at index: Int) async -> Arrival {
    do {
      return Arrival(index: index, answer: .success(try await send(request)))
    } catch {
      return Arrival(index: index, answer: .failure(error))
    }
  }

  func send(_ request: OData.HTTPRequest) async throws -> OData.HTTPResponse {
    var outgoing = HTTPClientRequest(url: baseURL + HTTPClientTransport.encoded(request.target))
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headers.fields { outgoing.headers.add(name: field.name, value: field.value) }
    if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
    do {
      let answer = try await client.execute(outgoing, timeout: .seconds(options.totalSeconds))
      let body = try await answer.body.collect(upTo: options.answerBytesMax)
      var headers = OData.HTTPHeaders()
      for field in answer.headers { headers.add(field.name, field.value) }
      return OData.HTTPResponse(Int(answer.status.code), headers: headers, body: Array(body.readableBytesView))
    } catch let error as CancellationError {
      throw error
    } catch {
      let path = request.target.prefix { $0 != "?" }
      throw TransportError(error, address: "\(request.method.rawValue) \(baseURL)\(path)", options: options)
    }
  }
}
