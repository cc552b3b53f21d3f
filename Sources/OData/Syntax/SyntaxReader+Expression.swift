/// How tightly operators bind, weakest first (OData 4.01 part 2, 5.1.1.16: `has` and `in` bind like a primary).
enum Precedence: Int, Comparable {
  case or = 1, and, equality, relational, additive, multiplicative, unary, membership, primary

  static func < (a: Precedence, b: Precedence) -> Bool { a.rawValue < b.rawValue }

  var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .primary }
}

/// An operator that stands between two operands.
enum InfixOperator {
  case or, and, membership
  case comparison(ComparisonOperator)
  case arithmetic(ArithmeticOperator)

  init?(_ word: String) {
    switch word {
    case "or": self = .or
    case "and": self = .and
    case "in": self = .membership
    default:
      if let comparison = ComparisonOperator(rawValue: word) {
        self = .comparison(comparison)
      } else if let arithmetic = ArithmeticOperator(rawValue: word) {
        self = .arithmetic(arithmetic)
      } else {
        return nil
      }
    }
  }

  var precedence: Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .membership: .membership
    case .comparison(let comparison): comparison.precedence
    case .arithmetic(let arithmetic): arithmetic.precedence
    }
  }

  static let words = ["and", "or", "in"] + ComparisonOperator.allCases.map(\.rawValue) + ArithmeticOperator.allCases.map(\.rawValue)
}

extension ComparisonOperator {
  var precedence: Precedence {
    switch self {
    case .eq, .ne: .equality
    case .gt, .ge, .lt, .le: .relational
    case .has: .membership
    }
  }
}

extension ArithmeticOperator {
  var precedence: Precedence {
    switch self {
    case .add, .sub: .additive
    case .mul, .div, .divby, .mod: .multiplicative
    }
  }
}

extension SyntaxReader {
  /// An expression that fills the text.
  mutating func wholeExpression() throws(ODataSyntaxError) -> Expression {
    skipSpace()
    let result = try expression()
    skipSpace()
    if !isAtEnd { throw unexpected(expected: ["end"] + InfixOperator.words) }
    return result
  }

  /// Operands and operators that bind at least as tightly as `weakest`.
  mutating func expression(_ weakest: Precedence = .or) throws(ODataSyntaxError) -> Expression {
    try enter()
    var left = try unary()
    while let (infix, end) = upcomingOperator(), infix.precedence >= weakest {
      try countOperator()
      position = end
      skipSpace()
      let right = try expression(infix.precedence.next)
      switch infix {
      case .or: left = .or(left, right)
      case .and: left = .and(left, right)
      case .comparison(let comparison): left = .comparison(comparison, left, right)
      case .arithmetic(let arithmetic): left = .arithmetic(arithmetic, left, right)
      case .membership: break  // read by `membership`, which binds tighter than anything asked for here
      }
    }
    leave()
    return left
  }

  /// The operator behind the white space that follows, and where it ends; the position stays.
  private func upcomingOperator() -> (InfixOperator, end: Int)? {
    var ahead = self
    ahead.skipSpace()
    // `a eq 1 and(b eq 2)` and `(a eq 1)and b` are read as Microsoft's library does; `1and` is not.
    guard ahead.position > position || position > 0 && bytes[position - 1] == UInt8(ascii: ")") else { return nil }
    let start = ahead.position
    while let byte = ahead.peek(), byte >= 0x61, byte <= 0x7A, ahead.position - start < 6 { ahead.position += 1 }
    switch ahead.peek() {
    case 0x20, 0x09, UInt8(ascii: "("): break
    default: return nil
    }
    guard ahead.position > start, let infix = InfixOperator(text(start..<ahead.position)) else { return nil }
    return (infix, ahead.position)
  }

  private mutating func unary() throws(ODataSyntaxError) -> Expression {
    if peek() == UInt8(ascii: "-"), !startsNegativeNumber {
      try enter()
      try countOperator()
      position += 1
      skipSpace()
      let operand = try unary()
      leave()
      return .negate(operand)
    }
    if skipNot() {
      try enter()
      try countOperator()
      skipSpace()
      let operand = try unary()
      leave()
      return .not(operand)
    }
    return try membership()
  }

  private var startsNegativeNumber: Bool {
    Self.isDigit(peek(1)) || position + 4 <= bytes.count && bytes[position..<position + 4].elementsEqual("-INF".utf8)
  }

  private mutating func skipNot() -> Bool {
    guard position + 3 < bytes.count, bytes[position..<position + 3].elementsEqual("not".utf8) else { return false }
    switch bytes[position + 3] {
    case 0x20, 0x09, UInt8(ascii: "("):
      position += 3
      return true
    default: return false
    }
  }

  /// A primary with any `in (…)` and `has …` behind it.
  private mutating func membership() throws(ODataSyntaxError) -> Expression {
    var left = try primary()
    while let (infix, end) = upcomingOperator(), infix.precedence == .membership {
      try countOperator()
      position = end
      skipSpace()
      if case .comparison(let has) = infix {
        left = .comparison(has, left, try primary())
      } else {
        left = .in(left, try members())
      }
    }
    return left
  }

  /// `('a','b')`; also a list literal or an alias that stands for one.
  private mutating func members() throws(ODataSyntaxError) -> [Expression] {
    if peek() == UInt8(ascii: "[") || peek() == UInt8(ascii: "@") {
      let value = try primary()
      guard case .literal(.list(let elements)) = value else { return [value] }
      return elements.map { .literal($0) }
    }
    try expect(UInt8(ascii: "("))
    let result = try commaSeparated { (reader) throws(ODataSyntaxError) in try reader.expression() }
    if result.isEmpty { throw error("an empty list", at: position - 1, expected: ["value"]) }
    return result
  }

  /// Elements up to the closing parenthesis; the opening one is read. None is allowed.
  mutating func commaSeparated<Element>(
    _ element: (inout SyntaxReader) throws(ODataSyntaxError) -> Element
  ) throws(ODataSyntaxError) -> [Element] {
    var result: [Element] = []
    skipSpace()
    if skip(UInt8(ascii: ")")) { return result }
    while true {
      skipSpace()
      result.append(try element(&self))
      skipSpace()
      if skip(UInt8(ascii: ")")) { return result }
      guard skip(UInt8(ascii: ",")) else { throw unexpected(expected: ["','", "')'"]) }
    }
  }

  private mutating func primary() throws(ODataSyntaxError) -> Expression {
    if skip(UInt8(ascii: "(")) {
      skipSpace()
      let inner = try expression()
      skipSpace()
      guard skip(UInt8(ascii: ")")) else { throw unexpected(expected: ["')'"] + InfixOperator.words) }
      return inner
    }
    if skip(UInt8(ascii: "@")) { return .alias(try simpleName()) }
    if let literal = try literal() { return .literal(literal) }
    return try path()
  }

  /// A property path, a call, or a lambda at the end of a path.
  private mutating func path() throws(ODataSyntaxError) -> Expression {
    var segments: [String] = []
    repeat {
      let start = position
      if skip(UInt8(ascii: "$")) {
        let name = "$" + (try simpleName())
        guard ["$it", "$root", "$this", "$count", "$value", "$ref"].contains(name) else {
          throw error("unknown path segment '\(name)'", at: start, expected: ["$it", "$root", "$this", "$count", "name"])
        }
        segments.append(name)
        continue
      }
      guard Self.startsName(peek()) else {
        throw unexpected(expected: segments.isEmpty ? ["property", "literal", "function", "'('"] : ["name"])
      }
      let name = try qualifiedName()
      guard peek() == UInt8(ascii: "(") else {
        segments.append(name)
        continue
      }
      if let lambda = LambdaOperator(rawValue: name) {
        guard !segments.isEmpty else { throw error("'\(name)' needs a collection in front", at: start, expected: ["name/\(name)(…)"]) }
        return try self.lambda(lambda, path: segments)
      }
      guard segments.isEmpty else { throw error("a function cannot follow a path", at: start, expected: ["any", "all", "name"]) }
      try countOperator()
      position += 1
      // `geo.distance` and its kin are the standard's own: a dot in the name, but arguments by position.
      if name.utf8.contains(UInt8(ascii: ".")), !name.hasPrefix("geo.") {
        return .qualifiedCall(name, try commaSeparated { (reader) throws(ODataSyntaxError) in try reader.namedArgument() })
      }
      return .call(name, try commaSeparated { (reader) throws(ODataSyntaxError) in try reader.expression() })
    } while skip(UInt8(ascii: "/"))
    return .path(segments)
  }

  private mutating func namedArgument() throws(ODataSyntaxError) -> Expression.NamedArgument {
    let name = try simpleName()
    skipSpace()
    try expect(UInt8(ascii: "="))
    skipSpace()
    return Expression.NamedArgument(name: name, value: try expression())
  }

  private mutating func lambda(_ lambda: LambdaOperator, path: [String]) throws(ODataSyntaxError) -> Expression {
    try countOperator()
    position += 1
    skipSpace()
    if lambda == .any, skip(UInt8(ascii: ")")) { return .lambda(lambda, path: path, variable: nil, predicate: nil) }
    let variable = try simpleName()
    skipSpace()
    try expect(UInt8(ascii: ":"))
    skipSpace()
    let predicate = try expression()
    skipSpace()
    guard skip(UInt8(ascii: ")")) else { throw unexpected(expected: ["')'"] + InfixOperator.words) }
    return .lambda(lambda, path: path, variable: variable, predicate: predicate)
  }
}
