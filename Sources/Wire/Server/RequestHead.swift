import NIOHTTP1
import OData

/// The head of a request that is fit to be answered, with everything the server itself needs to know of it.
struct RequestHead {
  /// What is served: in `Allow` and to clients that ask before they send.
  static let methods = "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS"

  /// What the twin is asked; a `HEAD` is a `GET` whose body stays here.
  var method: OData.HTTPRequest.Method
  /// Path and query.
  var target: String
  /// Without what only concerned the way here.
  var headers: OData.HTTPHeaders
  var isHead: Bool
  var keepsAlive: Bool
  var contentLength: Int?
  var isChunked = false
  var expectsContinue = false
  var requestCoding = ContentCoding.identity
  var responseCoding = ContentCoding.identity
  var origin: String?
  /// Asks which method and headers it may use from a page of another origin.
  var requestedMethod: String?
  var requestedHeaders: String?

  /// Whether a body follows.
  var hasBody: Bool { isChunked || (contentLength ?? 0) > 0 }

  /// Reads and judges a head.
  /// - Throws: the refusal that HTTP prescribes for what is wrong with it.
  init(_ head: HTTPRequestHead, limits: ServerLimits) throws(PlainRefusal) {
    guard head.uri.utf8.count <= limits.urlBytesMax else { throw .urlTooLong(limits) }
    guard head.headers.count <= limits.headerCountMax else { throw .headersTooLarge(limits) }
    (method, isHead) = try Self.method(head.method)
    target = try Self.target(head.uri)
    keepsAlive = head.isKeepAlive
    headers = OData.HTTPHeaders()
    var bytes = 0
    var hosts = 0
    for (name, value) in head.headers {
      bytes += name.utf8.count + value.utf8.count
      guard value.isReadable else { throw PlainRefusal(status: 400, reason: "The header \(name) is not valid UTF-8.") }
      if try !take(name, value, limits) { headers.add(name, value) }
      if name.utf8.count == 4, name.equalsIgnoringASCIICase("Host") { hosts += 1 }
    }
    guard bytes <= limits.headerBytesMax else { throw .headersTooLarge(limits) }
    guard hosts == 1 || (hosts == 0 && head.version == .http1_0) else {
      throw PlainRefusal(status: 400, reason: "A request names one Host (RFC 9112, 3.2); this one names \(hosts).")
    }
    if isChunked, contentLength != nil {
      // What two servers in a row read differently is how requests are smuggled (RFC 9112, 6.1).
      throw PlainRefusal(status: 400, reason: "A request has Content-Length or Transfer-Encoding, not both.")
    }
    if isChunked, head.version == .http1_0 { throw PlainRefusal(status: 400, reason: "HTTP/1.0 has no Transfer-Encoding.") }
    if head.headers.contains(name: "Upgrade") { keepsAlive = false }
  }

  /// Takes in what a field says, where it is for the server.
  /// - Returns: whether the field stays here.
  private mutating func take(_ name: String, _ value: String, _ limits: ServerLimits) throws(PlainRefusal) -> Bool {
    // By length first: most fields are not for the server, and every field of every request comes through here.
    switch name.utf8.count {
    case 6 where name.equalsIgnoringASCIICase("Expect"):
      guard value.trimmedOfBlanks.equalsIgnoringASCIICase("100-continue") else {
        throw PlainRefusal(status: 417, reason: "The only expectation that can be met is 100-continue.")
      }
      expectsContinue = true
      return true
    case 6 where name.equalsIgnoringASCIICase("Origin"): origin = value
    case 14 where name.equalsIgnoringASCIICase("Content-Length"):
      guard contentLength == nil, !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw PlainRefusal(status: 400, reason: "Content-Length is one whole number.")
      }
      // Longer than any number that fits is too long as well.
      guard let length = Int(value), length <= limits.bodyBytesMax else { throw .bodyTooLarge(limits) }
      contentLength = length
      return true
    case 15 where name.equalsIgnoringASCIICase("Accept-Encoding"): responseCoding = ContentCoding(acceptEncoding: value)
    case 16 where name.equalsIgnoringASCIICase("Content-Encoding"):
      guard requestCoding == .identity, let coding = ContentCoding(contentEncoding: value) else {
        throw PlainRefusal(
          status: 415, reason: "Bodies may be coded with gzip or deflate, once.", headers: ["Accept-Encoding": "gzip, deflate"])
      }
      requestCoding = coding
      return true
    case 17 where name.equalsIgnoringASCIICase("Transfer-Encoding"):
      guard !isChunked else { throw PlainRefusal(status: 400, reason: "A body is chunked once.") }
      guard value.trimmedOfBlanks.equalsIgnoringASCIICase("chunked") else {
        throw PlainRefusal(status: 501, reason: "The only transfer coding is chunked; compress with Content-Encoding.")
      }
      isChunked = true
      return true
    case 29 where name.equalsIgnoringASCIICase("Access-Control-Request-Method"): requestedMethod = value
    case 30 where name.equalsIgnoringASCIICase("Access-Control-Request-Headers"): requestedHeaders = value
    default: break
    }
    return false
  }

  private static func method(_ method: HTTPMethod) throws(PlainRefusal) -> (method: OData.HTTPRequest.Method, isHead: Bool) {
    switch method {
    case .GET: return (.get, false)
    case .HEAD: return (.get, true)
    case .POST: return (.post, false)
    case .PATCH: return (.patch, false)
    case .PUT: return (.put, false)
    case .DELETE: return (.delete, false)
    case .OPTIONS: return (.options, false)
    default:
      throw PlainRefusal(
        status: 501, reason: "The method \(method.rawValue) is not known here.", headers: ["Allow": methods])
    }
  }

  /// Path and query of a request line, which may be a whole address (RFC 9112, 3.2.2).
  private static func target(_ uri: String) throws(PlainRefusal) -> String {
    guard uri.isReadable else { throw PlainRefusal(status: 400, reason: "The URL is not valid UTF-8; percent-encode it.") }
    if uri.utf8.first == UInt8(ascii: "/") || uri == "*" { return uri }
    for scheme in ["http://", "https://"] where uri.prefix(scheme.count).equalsIgnoringASCIICase(scheme) {
      let rest = uri.dropFirst(scheme.count)
      guard let slash = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
      return rest[slash] == "/" ? String(rest[slash...]) : "/" + rest[slash...]
    }
    throw PlainRefusal(status: 400, reason: "The request target begins with a slash.")
  }
}

extension PlainRefusal {
  static func urlTooLong(_ limits: ServerLimits) -> PlainRefusal {
    PlainRefusal(status: 414, reason: "The URL is longer than \(limits.urlBytesMax) bytes; long queries can go into a $batch.")
  }

  static func headersTooLarge(_ limits: ServerLimits) -> PlainRefusal {
    PlainRefusal(
      status: 431, reason: "The headers are more than \(limits.headerCountMax) fields or \(limits.headerBytesMax) bytes.")
  }

  static func bodyTooLarge(_ limits: ServerLimits) -> PlainRefusal {
    PlainRefusal(status: 413, reason: "The body is longer than \(limits.bodyBytesMax) bytes.")
  }
}

extension String {
  /// Whether the bytes this was read from were UTF-8: what was not has become replacement characters. One that was sent as such
  /// is taken for the same; nobody has use for it.
  fileprivate var isReadable: Bool {
    let isASCII = utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 < 0x80 } } ?? false
    return isASCII || !unicodeScalars.contains("\u{FFFD}")
  }
}
