import EntityStore
import OData
import Twin

/// `SELECT` over one table, as the official client for Python sends it in the query option `sql` (sourced that it does;
/// what the service makes of it is inferred from the client's checks and documentation).
///
/// Columns, `TOP`, `WHERE` with comparisons, `LIKE`, `IN`, `BETWEEN`, `IS NULL`, `AND`, `OR`, `NOT`, and `ORDER BY`. Joins,
/// groups and calculations are not emulated.
struct SQLSelect {
  private let table: TableDefinition
  private let condition: Condition
  private var tokens: [SQLToken]
  private var position = 0
  private var depth = 0
  /// The table's name inside the query.
  private var alias = ""

  /// - Throws: the product's refusal of text that is no `SELECT` of that table.
  static func translated(_ text: String, _ table: TableDefinition) throws -> TranslatedQuery {
    var select = SQLSelect(table: table, tokens: try SQLToken.read(text))
    return try select.statement()
  }

  private init(table: TableDefinition, tokens: [SQLToken]) {
    self.table = table
    self.tokens = tokens
    condition = Condition(table: table)
  }

  // MARK: Statement

  private mutating func statement() throws -> TranslatedQuery {
    var query = Query()
    try expect("select")
    if skip("distinct") { throw Self.notEmulated("DISTINCT") }
    if skip("top") { query.top = try number() }
    var columns: [(parts: [String], name: String)] = []
    repeat {
      columns.append(try selectedColumn())
    } while skip(",")
    try expect("from")
    let name = try word()
    guard name.lowercased() == table.name else { throw refusal("table '\(name)' is not the one the address leads to, '\(table.name)'") }
    alias = name
    _ = skip("as")
    if case .word(let other)? = peek, !["where", "order", "group", "having", "join", "inner", "left"].contains(other.lowercased()) {
      alias = other
      position += 1
    }
    // Other tables first: their columns would only seem to be unknown.
    if case .word(let word)? = peek, ["inner", "left", "join"].contains(word.lowercased()) { throw Self.notEmulated("JOIN") }
    if skip(",") { throw Self.notEmulated("several tables") }
    query.select = try columns.map { SelectItem(try condition.property(try own($0.parts))) }
    if skip("where") { query.filter = try disjunction() }
    if skip("order") {
      try expect("by")
      repeat {
        let path = Expression.path([try condition.property(try column())])
        let descending = skip("desc")
        if !descending { _ = skip("asc") }
        query.orderBy.append(OrderItem(path, descending: descending))
      } while skip(",")
    }
    var offset: Int?
    if skip("offset") {
      offset = try number()
      if !skip("rows") { try expect("row") }
      if skip("fetch") {
        if !skip("next") { try expect("first") }
        query.top = try number()
        if !skip("rows") { try expect("row") }
        try expect("only")
      }
    }
    if let offset, offset > 0 { throw Self.notEmulated("OFFSET") }
    guard let rest = peek else { return TranslatedQuery(query) }
    if case .word(let word) = rest { throw Self.notEmulated(word.uppercased()) }
    throw refusal("'\(rest.text)' is not understood")
  }

  private mutating func selectedColumn() throws -> (parts: [String], name: String) {
    if skip("*") { throw Self.notEmulated("*") }
    let parts = try parts()
    if skip("(") { throw Self.notEmulated(parts.joined(separator: ".").uppercased()) }
    if skip("as") {
      let shown = try word()
      guard shown == parts.last else { throw Self.notEmulated("column aliases") }
    }
    return (parts, parts.last ?? "")
  }

  private mutating func parts() throws -> [String] {
    var parts = [try word()]
    while skip(".") { parts.append(try word()) }
    return parts
  }

  private mutating func column() throws -> String { try own(try parts()) }

  /// A column without the table in front.
  private func own(_ parts: [String]) throws -> String {
    guard parts.count == 2 else { return parts[0] }
    guard parts[0].lowercased() == alias.lowercased() else { throw refusal("'\(parts[0])' is not the table of the query") }
    return parts[1]
  }

  // MARK: Conditions

  private mutating func disjunction() throws -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw refusal("the conditions are nested too deeply") }
    var sum = try conjunction()
    while skip("or") { sum = .or(sum, try conjunction()) }
    return sum
  }

  private mutating func conjunction() throws -> Expression {
    var product = try negation()
    while skip("and") { product = .and(product, try negation()) }
    return product
  }

  private mutating func negation() throws -> Expression {
    var isNegated = false
    while skip("not") { isNegated.toggle() }
    let inner = try comparison()
    return isNegated ? .not(inner) : inner
  }

  private mutating func comparison() throws -> Expression {
    if skip("(") {
      let inner = try disjunction()
      try expect(")")
      return inner
    }
    let column = try column()
    if skip("is") {
      let isNegated = skip("not")
      try expect("null")
      return try make(column, isNegated ? "notnull" : "null", [])
    }
    let isNegated = skip("not")
    if skip("like") { return try make(column, isNegated ? "notlike" : "like", [try literal()]) }
    if skip("between") {
      let first = try literal()
      try expect("and")
      return try make(column, isNegated ? "notbetween" : "between", [first, try literal()])
    }
    if skip("in") {
      try expect("(")
      var values: [String] = []
      repeat { values.append(try literal()) } while skip(",")
      try expect(")")
      return try make(column, isNegated ? "notin" : "in", values)
    }
    guard !isNegated else { throw refusal("LIKE, BETWEEN or IN is expected behind NOT") }
    for (sign, name) in [("=", "eq"), ("<>", "ne"), ("!=", "ne"), ("<=", "le"), (">=", "ge"), ("<", "lt"), (">", "gt")] where skip(sign) {
      return try make(column, name, [try literal()])
    }
    throw refusal("a comparison is expected behind '\(column)'")
  }

  private func make(_ column: String, _ name: String, _ values: [String]) throws -> Expression {
    try condition.expression(column, name, values, language: "SQL")
  }

  private mutating func literal() throws -> String {
    guard let token = peek else { throw refusal("a value is expected at the end") }
    position += 1
    switch token {
    case .text(let text), .number(let text): return text
    case .word(let word) where ["true", "false"].contains(word.lowercased()): return word
    case .word(let word): throw Self.notEmulated("the value \(word)")
    case .sign("-"):
      if case .number(let number)? = peek {
        position += 1
        return "-\(number)"
      }
      throw refusal("a number is expected behind '-'")
    case .sign(let sign): throw refusal("a value is expected instead of '\(sign)'")
    }
  }

  // MARK: Tokens

  private var peek: SQLToken? { position < tokens.count ? tokens[position] : nil }

  /// Goes past a keyword or a sign.
  private mutating func skip(_ text: String) -> Bool {
    switch peek {
    case .word(let word)? where word.lowercased() == text: position += 1
    case .sign(text)?: position += 1
    default: return false
    }
    return true
  }

  private mutating func expect(_ text: String) throws {
    guard skip(text) else { throw refusal("'\(text.uppercased())' is expected instead of '\(peek?.text ?? "the end")'") }
  }

  private mutating func word() throws -> String {
    guard case .word(let word)? = peek else { throw refusal("a name is expected instead of '\(peek?.text ?? "the end")'") }
    position += 1
    return word
  }

  private mutating func number() throws -> Int {
    let isWrapped = skip("(")
    guard case .number(let text)? = peek, let number = Int(text) else {
      throw refusal("a number is expected instead of '\(peek?.text ?? "the end")'")
    }
    position += 1
    if isWrapped { try expect(")") }
    return number
  }

  private static func notEmulated(_ part: String) -> ServiceError { ServiceError.notEmulated("SQL with \(part)") }

  private func refusal(_ reason: String) -> ServiceError { SalesErrors.invalid("The SQL query cannot be read: \(reason).") }
}

/// A word, a number, a text or a sign of a query.
enum SQLToken: Hashable {
  case word(String)
  case number(String)
  case text(String)
  case sign(String)

  var text: String {
    switch self {
    case .word(let text), .number(let text), .text(let text), .sign(let text): text
    }
  }

  /// - Throws: the product's refusal of what is no part of the language.
  static func read(_ query: String) throws -> [SQLToken] {
    var tokens: [SQLToken] = []
    var rest = Substring(query)
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "'" {
        tokens.append(.text(try quoted(&rest)))
      } else if first == "[" {
        guard let end = rest.firstIndex(of: "]") else { throw SalesErrors.invalid("The SQL query cannot be read: a bracket is open.") }
        tokens.append(.word(String(rest[rest.index(after: rest.startIndex)..<end])))
        rest = rest[rest.index(after: end)...]
      } else if first.isLetter || first == "_" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        rest = rest.dropFirst(word.count)
        // N'…' is text like any other.
        if word.lowercased() == "n", rest.first == "'" { continue }
        tokens.append(.word(String(word)))
      } else if first.isNumber {
        let number = rest.prefix { $0.isNumber || $0 == "." }
        rest = rest.dropFirst(number.count)
        tokens.append(.number(String(number)))
      } else if let sign = ["<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ",", ".", "*", "-"].first(where: { rest.hasPrefix($0) }) {
        rest = rest.dropFirst(sign.count)
        tokens.append(.sign(sign))
      } else {
        throw SalesErrors.invalid("The SQL query cannot be read: '\(first)' is not understood.")
      }
    }
    return tokens
  }

  private static func quoted(_ rest: inout Substring) throws -> String {
    var text = ""
    rest.removeFirst()
    while let character = rest.popFirst() {
      if character != "'" {
        text.append(character)
      } else if rest.first == "'" {
        text.append("'")
        rest.removeFirst()
      } else {
        return text
      }
    }
    throw SalesErrors.invalid("The SQL query cannot be read: a text is not closed.")
  }
}
