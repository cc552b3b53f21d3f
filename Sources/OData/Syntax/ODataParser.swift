/// Reads OData 4.0 URLs: resource paths, query options, filter expressions.
///
/// ```swift
/// let parser = ODataParser()
/// let path = try parser.parsePath("accounts(accountnumber='A-1')/contact_customer_accounts")
/// let query = try parser.parseQuery("$filter=contains(name,'bike')&$top=5")
/// let filter = try parser.parseFilter("revenue gt 1000 and not (statecode eq 1)")
/// ```
///
/// The grammar is the protocol's, not a product's: what a product refuses, its dialect refuses later, on the tree.
/// Recursive descent over UTF-8 bytes; length, nesting and number of operators are bounded, so that no text can exhaust
/// the stack. Names of options, operators and functions are case sensitive, as in OData 4.0 and both products
/// [sourced: Dataverse "query overview"].
public struct ODataParser: Sendable {
  public struct Limits: Hashable, Sendable {
    /// Longest text in bytes. Dataverse takes URLs of 32,768 characters, 65,536 inside a batch [sourced: "query overview"].
    public var lengthMax: Int
    /// How deep parentheses, functions, lambdas, lists and `$expand` may nest.
    public var depthMax: Int
    /// How many operators and calls one option or path segment may have; bounds the height of the tree.
    public var operatorsMax: Int
    /// How many elements the lists of one option or path segment may have together.
    public var itemsMax: Int

    public init(lengthMax: Int = 65_536, depthMax: Int = 100, operatorsMax: Int = 2_000, itemsMax: Int = 20_000) {
      self.lengthMax = lengthMax
      self.depthMax = depthMax
      self.operatorsMax = operatorsMax
      self.itemsMax = itemsMax
    }
  }

  public let limits: Limits
  public let version: ODataVersion

  /// - Parameter version: 4.0, which both products speak, minds the case of every word and wants the `$` of query options.
  public init(limits: Limits = Limits(), version: ODataVersion = .v4_0) {
    self.limits = limits
    self.version = version
  }

  /// Reads a path below the service root, percent-encoded, with or without a slash in front. Slashes inside a key value
  /// must be encoded (`%2F`).
  /// - Throws: `ODataSyntaxError`
  public func parsePath(_ text: String) throws(ODataSyntaxError) -> ResourcePath {
    let bytes = try bounded(text)
    var segments: [PathSegment] = []
    var start = bytes.first == UInt8(ascii: "/") ? 1 : 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
      if start == end { throw ODataSyntaxError(message: "empty path segment", offset: start, expected: ["name"]) }
      if case .system(let last)? = segments.last, Self.finalSegments.contains(last) {
        throw ODataSyntaxError(message: "nothing can follow '\(last)'", offset: start - 1, expected: ["end"])
      }
      try decoded(bytes[start..<end], in: .pathSegment) { (reader) throws(ODataSyntaxError) in try reader.pathSegment(into: &segments) }
      start = end + 1
    }
    return ResourcePath(segments)
  }

  /// Segments nothing can follow.
  private static let finalSegments: Set<String> = ["$metadata", "$batch", "$count", "$value", "$ref", "$query", "$delta"]

  /// Reads what stands behind the `?` of a URL, percent-encoded; empty text gives an empty query.
  /// - Throws: `ODataSyntaxError`, also for an unknown option that starts with `$` and for an option given twice.
  public func parseQuery(_ text: String) throws(ODataSyntaxError) -> Query {
    let bytes = try bounded(text)
    var query = Query()
    var seen: Set<String> = []
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      let rawValue = equals < pair.endIndex ? pair[(equals + 1)...] : pair[pair.endIndex...]
      let name = try decoded(pair[..<equals], in: .queryValue) { (reader) throws(ODataSyntaxError) in reader.rest() }
      let option = SystemOption.named(name, isRelaxed: version == .v4_01)
      guard name.hasPrefix("$") || name.hasPrefix("@") || option.map(SystemOption.topLevel.contains) ?? false else {
        let value = try decoded(rawValue, in: .queryValue) { (reader) throws(ODataSyntaxError) in reader.rest() }
        query.custom.append(Query.Option(name: name, value: value))
        continue
      }
      guard seen.insert(option?.rawValue ?? name).inserted else {
        throw ODataSyntaxError(message: "the query option '\(name)' is given twice", offset: pair.startIndex)
      }
      if let option, SystemOption.topLevel.contains(option) {
        try decoded(rawValue, in: .queryValue) { (reader) throws(ODataSyntaxError) in
          _ = try reader.systemOption(option, into: &query, isNested: false)
        }
      } else if name.hasPrefix("@") {
        let alias = try decoded(pair[..<equals], in: .queryValue) { (reader) throws(ODataSyntaxError) in
          reader.position = 1
          return try reader.simpleName()
        }
        let value = try decoded(rawValue, in: .queryValue) { (reader) throws(ODataSyntaxError) in try reader.wholeExpression() }
        query.aliases.append(Query.Alias(name: alias, value: value))
      } else {
        throw ODataSyntaxError(
          message: "unknown query option '\(name)'\(version == .v4_0 ? "; option names are case sensitive" : "")", offset: pair.startIndex,
          expected: SystemOption.topLevel.map(\.rawValue))
      }
    }
    return query
  }

  /// Reads an address below the service root: a path and, behind the first `?`, a query, both percent-encoded.
  /// - Throws: `ODataSyntaxError`
  public func parseURL(_ text: String) throws(ODataSyntaxError) -> (path: ResourcePath, query: Query) {
    guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (try parsePath(text), Query()) }
    let path = try parsePath(String(text[..<mark]))
    do throws(ODataSyntaxError) {
      return (path, try parseQuery(String(text[text.utf8.index(after: mark)...])))
    } catch {
      let start = text.utf8.distance(from: text.utf8.startIndex, to: mark) + 1
      throw ODataSyntaxError(message: error.message, offset: error.offset + start, expected: error.expected)
    }
  }

  /// Reads a filter expression, not percent-encoded.
  /// - Throws: `ODataSyntaxError`
  public func parseFilter(_ text: String) throws(ODataSyntaxError) -> Expression {
    var reader = SyntaxReader(bytes: try bounded(text), limits: limits, version: version)
    return try reader.wholeExpression()
  }

  private func bounded(_ text: String) throws(ODataSyntaxError) -> [UInt8] {
    guard text.utf8.count <= limits.lengthMax else {
      throw ODataSyntaxError(message: "the text is longer than \(limits.lengthMax) bytes", offset: limits.lengthMax)
    }
    return Array(text.utf8)
  }

  /// Decodes one piece, lets `read` read all of it, and turns offsets of errors back into those of the encoded text.
  private func decoded<Result>(
    _ piece: ArraySlice<UInt8>, in context: PercentEncoding.Context,
    _ read: (inout SyntaxReader) throws(ODataSyntaxError) -> Result
  ) throws(ODataSyntaxError) -> Result {
    let bytes = try PercentEncoding.decode(piece, in: context)
    guard bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil else {
      throw ODataSyntaxError(message: "the percent-decoded text is not UTF-8", offset: piece.startIndex)
    }
    var reader = SyntaxReader(bytes: bytes, limits: limits, version: version)
    do throws(ODataSyntaxError) {
      let result = try read(&reader)
      if !reader.isAtEnd { throw reader.unexpected(expected: ["end"]) }
      return result
    } catch {
      let offset = PercentEncoding.encodedOffset(of: error.offset, in: piece)
      throw ODataSyntaxError(message: error.message, offset: offset, expected: error.expected)
    }
  }
}
