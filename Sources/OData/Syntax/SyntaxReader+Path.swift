extension SyntaxReader {
  /// One segment of a resource path, percent-decoded, appended as the one or two parts it has.
  mutating func pathSegment(into segments: inout [PathSegment]) throws(ODataSyntaxError) {
    if peek() == UInt8(ascii: "$") { return segments.append(try systemSegment(isFirst: segments.isEmpty)) }
    if isRelaxed, !segments.isEmpty, !isNameOrCall { return segments.append(.keyText(rest())) }
    let name = try qualifiedName()
    guard skip(UInt8(ascii: "(")) else {
      if !isAtEnd { throw unexpected(expected: ["'('", "'/'", "end"]) }
      return segments.append(.name(name, arguments: nil))
    }
    segments.append(.name(name, arguments: try arguments()))
    // Only what may be a call can have a key behind it.
    if case .name(_, arguments: .named) = segments.last, skip(UInt8(ascii: "(")) { segments.append(.key(try keyArguments())) }
  }

  /// Whether the segment is made like a name, so that it cannot be told from one; anything else is a key as segment.
  private var isNameOrCall: Bool {
    var ahead = self
    guard (try? ahead.qualifiedName()) != nil else { return false }
    return ahead.isAtEnd || ahead.peek() == UInt8(ascii: "(")
  }

  /// `$metadata` and its kin; as the first segment also the name of an earlier part of a batch, `$1`.
  private mutating func systemSegment(isFirst: Bool) throws(ODataSyntaxError) -> PathSegment {
    if !isFirst, skip(word: "$filter") {
      try expect(UInt8(ascii: "("))
      skipSpace()
      let condition = try expression()
      skipSpace()
      guard skip(UInt8(ascii: ")")) else { throw unexpected(expected: ["')'"] + InfixOperator.words) }
      return .filter(condition)
    }
    if isFirst, skip(word: "$crossjoin") {
      try expect(UInt8(ascii: "("))
      let sets = try separatedByCommas { (reader) throws(ODataSyntaxError) in try reader.simpleName() }
      try expect(UInt8(ascii: ")"))
      return .crossJoin(sets)
    }
    let name = rest()
    let known = isFirst ? Self.firstSegments : Self.laterSegments
    if known.contains(name) { return .system(name) }
    let isReference = name.utf8.count > 1 && name.utf8.dropFirst().allSatisfy { Self.continuesName($0) || $0 == 0x2D || $0 == 0x2E }
    guard isFirst, isReference, !Self.laterSegments.contains(name) else {
      throw error("unknown path segment '\(name)'", at: 0, expected: known)
    }
    return .system(name)
  }

  private static let firstSegments = ["$metadata", "$batch", "$entity", "$all", "$crossjoin(…)"]
  private static let laterSegments = ["$count", "$ref", "$value", "$filter(…)", "$each", "$query", "$delta", "$links"]

  /// A key without a name in front, and whatever else may not follow it.
  private mutating func keyArguments() throws(ODataSyntaxError) -> PathSegment.Arguments {
    let start = position
    let key = try arguments()
    if case .named(let names) = key, names.isEmpty { throw error("an empty key", at: start, expected: ["literal", "name=literal"]) }
    return key
  }

  /// Keys or parameters up to the closing parenthesis.
  private mutating func arguments() throws(ODataSyntaxError) -> PathSegment.Arguments {
    skipSpace()
    guard peek() == UInt8(ascii: ")") || isNamedArgument else {
      let key = try argumentValue()
      skipSpace()
      try expect(UInt8(ascii: ")"))
      return .single(key)
    }
    var names: Set<String> = []
    let named = try commaSeparated { (reader) throws(ODataSyntaxError) in
      let start = reader.position
      let name = try reader.simpleName()
      guard names.insert(name).inserted else { throw reader.error("'\(name)' is given twice", at: start) }
      reader.skipSpace()
      try reader.expect(UInt8(ascii: "="))
      reader.skipSpace()
      return Expression.NamedArgument(name: name, value: try reader.argumentValue())
    }
    return .named(named)
  }

  /// Whether a name and an equals sign stand here.
  var isNamedArgument: Bool {
    guard Self.startsName(peek()) else { return false }
    var ahead = 1
    while Self.continuesName(peek(ahead)) { ahead += 1 }
    while peek(ahead) == 0x20 || peek(ahead) == 0x09 { ahead += 1 }
    return peek(ahead) == UInt8(ascii: "=")
  }

  /// What a key or a parameter in a path may be: a literal or an alias.
  private mutating func argumentValue() throws(ODataSyntaxError) -> Expression {
    let start = position
    let value: Expression
    switch peek() {
    case UInt8(ascii: "@"):
      position += 1
      return .alias(try simpleName())
    case UInt8(ascii: "["): value = try array()
    case UInt8(ascii: "{"): value = try object()
    default:
      guard let literal = try literal() else { throw unexpected(expected: ["literal", "@alias"]) }
      return .literal(literal)
    }
    guard case .literal = value else { throw error("a path takes no expressions", at: start, expected: ["literal", "@alias"]) }
    return value
  }
}
