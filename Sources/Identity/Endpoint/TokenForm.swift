import OData

/// The parameters of a form-encoded request, with the client's credentials from wherever it put them.
struct TokenForm {
  private let fields: [(name: String, value: String)]
  let clientID: String?
  let clientSecret: String?

  /// Most parameters a request may have.
  private static let fieldsMax = 100

  /// - Throws: AADSTS9000411 for a repeated parameter.
  init(_ request: HTTPRequest) throws(EntraError) {
    let isForm = request.headers["Content-Type"]?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
    let parsed = isForm ? Self.parse(String(decoding: request.body, as: UTF8.self)) : []
    fields = parsed
    var names: Set<String> = []
    for (name, _) in parsed where !names.insert(name).inserted { throw .duplicatedParameter(name) }
    let basic = Self.basic(request.headers["Authorization"])
    func field(_ name: String) -> String? { parsed.first { $0.name == name && !$0.value.isEmpty }?.value }
    clientID = field("client_id") ?? basic?.name
    clientSecret = field("client_secret") ?? basic?.password
  }

  /// - Returns: `nil` for a parameter that is not there or empty.
  subscript(name: String) -> String? { fields.first { $0.name == name && !$0.value.isEmpty }?.value }

  /// - Throws: AADSTS900144.
  func required(_ name: String) throws(EntraError) -> String {
    guard let value = self[name] else { throw .missingParameter(name) }
    return value
  }

  /// Name and value of each pair of a query or form.
  static func parse(_ text: some StringProtocol) -> [(name: String, value: String)] {
    text.split(separator: "&").prefix(fieldsMax).compactMap { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decode(parts[0]), let value = decode(parts.count > 1 ? parts[1] : "") else { return nil }
      return (name, value)
    }
  }

  private static func decode(_ text: some StringProtocol) -> String? {
    PercentEncoding.decode(String(text), in: .queryValue)
  }

  /// Client id and secret of a Basic header, percent-encoded inside it (RFC 6749 2.3.1).
  private static func basic(_ header: String?) -> (name: String, password: String)? {
    guard let header, header.prefix(6).equalsIgnoringASCIICase("Basic ") else { return nil }
    let letters = header.dropFirst(6).utf8.filter { $0 != UInt8(ascii: "=") }
      .map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
    guard let bytes = Base64URL.decode(letters) else { return nil }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let name = decode(parts[0]), let password = decode(parts[1]) else { return nil }
    return (name, password)
  }
}
