/// One HTTP request as plain values. A twin is a function from this to an `HTTPResponse`; the engine sends it.
public struct HTTPRequest: Hashable, Sendable {
  public enum Method: String, Sendable {
    case get = "GET", post = "POST", patch = "PATCH", put = "PUT", delete = "DELETE", head = "HEAD", options = "OPTIONS"
  }

  public var method: Method
  /// Path and query as they stand on the request line, percent-encoded: `/data/CustomersV2?$top=5`. No scheme or host.
  public var target: String
  public var headers: HTTPHeaders
  public var body: [UInt8]

  public init(_ method: Method, _ target: String, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }
}

/// One HTTP response as plain values.
public struct HTTPResponse: Hashable, Sendable {
  public var status: Int
  public var headers: HTTPHeaders
  public var body: [UInt8]

  public init(_ status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The body as text; bytes that are not UTF-8 appear as replacement characters.
  public var text: String { String(decoding: body, as: UTF8.self) }
}

/// Header fields in the order they were added. Names compare without regard to case; a name may appear more than once.
public struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  public struct Field: Hashable, Sendable {
    public let name: String
    public var value: String
  }

  public private(set) var fields: [Field] = []

  public init() {}

  init(reservingCapacity count: Int) { fields.reserveCapacity(count) }

  public init(dictionaryLiteral elements: (String, String)...) {
    fields.reserveCapacity(elements.count)
    for (name, value) in elements { fields.append(Field(name: name, value: value)) }
  }

  /// The first value of that name. Setting replaces every field of the name; `nil` removes them.
  public subscript(name: String) -> String? {
    // As it is first: nearly everybody writes names alike.
    get { fields.first { $0.name == name || $0.name.equalsIgnoringASCIICase(name) }?.value }
    set {
      let index = fields.firstIndex { $0.name.equalsIgnoringASCIICase(name) }
      fields.removeAll { $0.name.equalsIgnoringASCIICase(name) }
      if let newValue { fields.insert(Field(name: name, value: newValue), at: index ?? fields.count) }
    }
  }

  public mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

  /// Every value of that name, in order.
  public func values(_ name: String) -> [String] {
    fields.filter { $0.name.equalsIgnoringASCIICase(name) }.map(\.value)
  }
}

extension StringProtocol {
  /// Whether both are the same but for the case of ASCII letters, as header names, MIME types and entity names compare.
  /// Inlinable, because headers and paths are compared many times a request, and byte by byte through the generic form.
  @inlinable
  public func equalsIgnoringASCIICase(_ other: some StringProtocol) -> Bool {
    func folded(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
    return utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8) { folded($0) == folded($1) }
  }
}
