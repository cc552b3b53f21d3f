import OData

/// A source filter in the other syntax of the product: a query range of finance and operations (form and examples sourced: DW-MAP).
///
/// ```
/// ((AccountType == AccountType::Customer) && (name like "A*")) || (creditLimit > 1000)
/// ```
///
/// It is turned into the OData filter that says the same. A filter that both syntaxes could mean is OData.
struct QueryRange {
  struct SyntaxError: Error, CustomStringConvertible {
    let description: String
  }

  /// Whether a text looks like a query range at all, so that complaints speak of the right syntax.
  static func isMeant(by text: String) -> Bool {
    ["==", "!=", "&&", "||", "::", "<", ">"].contains { text.contains($0) } || text.contains(" like ")
  }

  /// - Throws: `SyntaxError` for what cannot be read, or names a field the entity does not have.
  static func odata(_ text: String, of type: EntityType, namespace: String) throws(SyntaxError) -> String {
    var range = QueryRange(tokens: try tokens(text), fields: FieldIndex(type), namespace: namespace)
    let result = try range.alternatives(depth: 0)
    guard range.place == range.tokens.count else {
      throw SyntaxError(description: "'\(range.tokens[range.place].text)' is not expected here")
    }
    return result
  }

  private struct Token {
    enum Kind { case name, number, text, symbol }
    let kind: Kind
    let text: String
  }

  private static let depthMax = 50

  private let tokens: [Token]
  private let fields: FieldIndex
  private let namespace: String
  private var place = 0

  private init(tokens: [Token], fields: FieldIndex, namespace: String) {
    self.tokens = tokens
    self.fields = fields
    self.namespace = namespace
  }

  // MARK: Words

  private static let symbols = ["==", "!=", ">=", "<=", "&&", "||", "::", "(", ")", ">", "<", "!"]

  private static func tokens(_ text: String) throws(SyntaxError) -> [Token] {
    var tokens: [Token] = []
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "\"" || first == "'" {
        let inner = rest.dropFirst()
        guard let end = inner.firstIndex(of: first) else { throw SyntaxError(description: "a text has no end: \(rest)") }
        tokens.append(Token(kind: .text, text: String(inner[..<end])))
        rest = inner[inner.index(after: end)...]
      } else if let symbol = symbols.first(where: { rest.hasPrefix($0) }) {
        tokens.append(Token(kind: .symbol, text: symbol))
        rest.removeFirst(symbol.count)
      } else {
        let word = rest.prefix { $0.isLetter || $0.isNumber || "_.-".contains($0) }
        guard !word.isEmpty else { throw SyntaxError(description: "'\(first)' has no place in a query range") }
        tokens.append(Token(kind: ExactDecimal(String(word)) == nil ? .name : .number, text: String(word)))
        rest.removeFirst(word.count)
      }
    }
    return tokens
  }

  private mutating func take(_ symbol: String) -> Bool {
    guard place < tokens.count, tokens[place].kind == .symbol, tokens[place].text == symbol else { return false }
    place += 1
    return true
  }

  private mutating func next(_ what: String) throws(SyntaxError) -> Token {
    guard place < tokens.count else { throw SyntaxError(description: "\(what) is missing at the end") }
    place += 1
    return tokens[place - 1]
  }

  // MARK: Sentences

  private mutating func alternatives(depth: Int) throws(SyntaxError) -> String {
    var result = try conditions(depth: depth)
    while take("||") { result += " or \(try conditions(depth: depth))" }
    return result
  }

  private mutating func conditions(depth: Int) throws(SyntaxError) -> String {
    var result = try condition(depth: depth)
    while take("&&") { result += " and \(try condition(depth: depth))" }
    return result
  }

  private mutating func condition(depth: Int) throws(SyntaxError) -> String {
    guard depth < Self.depthMax else { throw SyntaxError(description: "parentheses are nested deeper than \(Self.depthMax)") }
    if take("!") { return "not \(try condition(depth: depth + 1))" }
    if take("(") {
      let inner = try alternatives(depth: depth + 1)
      guard take(")") else { throw SyntaxError(description: "')' is missing") }
      return "(\(inner))"
    }
    let field = try next("a field")
    guard field.kind == .name, let property = fields.property(field.text) else {
      throw SyntaxError(description: "the entity has no field '\(field.text)'")
    }
    let operation = try next("an operator")
    let value = try next("a value")
    if operation.kind == .name, operation.text.lowercased() == "like" {
      // The service takes a star in an equality for any text, and has no startswith (sourced: S10).
      return "\(property.name) eq \(Value.string(value.text).literalText)"
    }
    let names = ["==": "eq", "!=": "ne", ">": "gt", "<": "lt", ">=": "ge", "<=": "le"]
    guard let name = names[operation.text] else { throw SyntaxError(description: "'\(operation.text)' is no operator") }
    return "\(property.name) \(name) \(try literal(value, property))"
  }

  private mutating func literal(_ value: Token, _ property: Property) throws(SyntaxError) -> String {
    if take("::") {
      let member = try next("a member")
      guard case .enumeration(let type) = property.type else { throw SyntaxError(description: "'\(property.name)' is no enumeration") }
      return "\(namespace).\(type)'\(member.text)'"
    }
    switch (property.type, value.kind) {
    case (.string, _): return Value.string(value.text).literalText
    case (.enumeration(let type), _): return "\(namespace).\(type)'\(value.text)'"
    case (.date, _), (.dateTimeOffset, _), (_, .number): return value.text
    default: throw SyntaxError(description: "'\(value.text)' is no value of '\(property.name)'")
    }
  }
}
