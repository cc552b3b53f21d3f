extension SyntaxReader {
  /// One segment of a resource path, percent-decoded.
  mutating func pathSegment(isFirst: Bool) throws(ODataSyntaxError) -> PathSegment {
    if peek() == UInt8(ascii: "$") { return .system(try systemSegment(isFirst: isFirst)) }
    let name = try qualifiedName()
    guard skip(UInt8(ascii: "(")) else {
      if !isAtEnd { throw unexpected(expected: ["'('", "'/'", "end"]) }
      return .name(name, arguments: nil)
    }
    return .name(name, arguments: try arguments())
  }

  /// `$metadata` and its kin anywhere; as the first segment also the name of an earlier part of a batch, `$1`.
  private mutating func systemSegment(isFirst: Bool) throws(ODataSyntaxError) -> String {
    let name = rest()
    let known = [
      "$metadata", "$batch", "$count", "$ref", "$value", "$entity", "$all", "$delta", "$links", "$query", "$each", "$it", "$root",
    ]
    if known.contains(name) { return name }
    let isReference = name.utf8.count > 1 && name.utf8.dropFirst().allSatisfy { Self.continuesName($0) || $0 == 0x2D || $0 == 0x2E }
    guard isFirst, isReference else { throw error("unknown path segment '\(name)'", at: 0, expected: known) }
    return name
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

  private var isNamedArgument: Bool {
    var ahead = self
    guard (try? ahead.simpleName()) != nil else { return false }
    ahead.skipSpace()
    return ahead.peek() == UInt8(ascii: "=")
  }

  /// What a key or a parameter in a path may be: a literal or an alias.
  private mutating func argumentValue() throws(ODataSyntaxError) -> Expression {
    if skip(UInt8(ascii: "@")) { return .alias(try simpleName()) }
    guard let literal = try literal() else { throw unexpected(expected: ["literal", "@alias"]) }
    return .literal(literal)
  }
}
