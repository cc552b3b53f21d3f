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
    let caseBit: UInt8 = isRelaxed ? 0x20 : 0
    while let byte = ahead.peek(), byte | caseBit >= 0x61, byte | caseBit <= 0x7A, ahead.position - start < 6 { ahead.position += 1 }
    switch ahead.peek() {
    case 0x20, 0x09, UInt8(ascii: "("): break
    default: return nil
    }
    guard ahead.position > start, let infix = InfixOperator(folded(text(start..<ahead.position))) else { return nil }
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
    let start = position
    guard let byte = peek(), byte | 0x20 == UInt8(ascii: "n"), skip(word: "not") else { return false }
    switch peek() {
    case 0x20, 0x09, UInt8(ascii: "("): return true
    default:
      position = start
      return false
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
        left = try isIn(left)
      }
    }
    return left
  }

  /// What stands behind `in`: `('a','b')`, `['a','b']`, or something that stands for a list.
  private mutating func isIn(_ left: Expression) throws(ODataSyntaxError) -> Expression {
    let start = position
    if skip(UInt8(ascii: "(")) { return try isInList(left, at: start) }
    switch try primary() {
    case .literal(.list(let elements)): return .in(left, elements.map { .literal($0) })
    case let other where other.mayBeCollection: return .inCollection(left, other)
    default: throw error("unexpected '\(text(start..<position))'", at: start, expected: ["'('", "'['", "collection"])
    }
  }

  /// Literals and aliases, or one collection alone; the opening parenthesis is read.
  private mutating func isInList(_ left: Expression, at start: Int) throws(ODataSyntaxError) -> Expression {
    let members = try commaSeparated { (reader) throws(ODataSyntaxError) in
      let start = reader.position
      let member = try reader.expression()
      switch member {
      case .literal, .alias: return member
      default:
        reader.skipSpace()
        if member.mayBeCollection, reader.peek() == UInt8(ascii: ")") { return member }
        throw reader.error("the list behind 'in' holds a value that is no literal", at: start, expected: ["literal", "@alias"])
      }
    }
    switch members.last {
    case .literal, .alias, nil: return .in(left, members)
    case let collection?:
      guard members.count == 1 else {
        throw error("the list behind 'in' holds a value that is no literal", at: start, expected: ["literals", "a collection alone"])
      }
      return .inCollection(left, collection)
    }
  }

  /// Elements up to the closing parenthesis; the opening one is read. None is allowed.
  mutating func commaSeparated<Element>(
    _ element: (inout SyntaxReader) throws(ODataSyntaxError) -> Element
  ) throws(ODataSyntaxError) -> [Element] {
    var result: [Element] = []
    skipSpace()
    if skip(UInt8(ascii: ")")) { return result }
    while true {
      try countItem()
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
    if peek() == UInt8(ascii: "@") {
      let start = position
      position += 1
      let name = try simpleName()
      switch peek() {
      case UInt8(ascii: "."), UInt8(ascii: "#"), UInt8(ascii: "/"): position = start
      default: return .alias(name)
      }
      return try path()
    }
    switch peek() {
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "{"): return try object()
    default: break
    }
    if let literal = try literal() { return .literal(literal) }
    return try path()
  }

  /// A property path, a call, or a lambda at the end of a path.
  private mutating func path() throws(ODataSyntaxError) -> Expression {
    var names: [String] = []
    repeat {
      let start = position
      let name = try stepName(isFirst: names.isEmpty)
      guard peek() == UInt8(ascii: "(") else {
        if name == "$filter" { throw unexpected(expected: ["'('"]) }
        names.append(name)
        continue
      }
      if names.isEmpty { return try call(name, at: start) }
      if let lambda = LambdaOperator(rawValue: folded(name)) { return try self.lambda(lambda, path: names) }
      position = start
      return try steps(after: names.map { .name($0) })
    } while skip(UInt8(ascii: "/"))
    return .path(names)
  }

  /// The name of a step: an identifier, a word of the protocol with its dollar sign, or an annotation with its at sign.
  private mutating func stepName(isFirst: Bool) throws(ODataSyntaxError) -> String {
    let start = position
    switch peek() {
    case UInt8(ascii: "$"):
      position += 1
      let name = "$" + (try simpleName())
      let known = isFirst ? ["$it", "$this", "$root", "$these", "$count"] : ["$count", "$value", "$ref", "$filter"]
      guard known.contains(name) else { throw error("unknown path segment '\(name)'", at: start, expected: known + ["name"]) }
      return name
    case UInt8(ascii: "@"):
      return try annotationName()
    default:
      guard Self.startsName(peek()) else {
        throw unexpected(expected: isFirst ? ["property", "literal", "function", "'('"] : ["name"])
      }
      return try qualifiedName()
    }
  }

  /// `@Core.Description#short`
  mutating func annotationName() throws(ODataSyntaxError) -> String {
    try expect(UInt8(ascii: "@"))
    var name = "@" + (try qualifiedName())
    if skip(UInt8(ascii: "#")) { name += "#" + (try simpleName()) }
    return name
  }

  /// A function at the beginning of an expression, with what follows it where its result is a path's beginning.
  private mutating func call(_ name: String, at start: Int) throws(ODataSyntaxError) -> Expression {
    try countOperator()
    if name.hasPrefix("$") || name.hasPrefix("@") {
      throw error("'\(name)' takes no arguments here", expected: ["'/'", "operator", "end"])
    }
    let function = isRelaxed ? StandardFunction.spelling(of: name) : name
    if LambdaOperator(rawValue: folded(name)) != nil {
      throw error("'\(name)' needs a collection in front", at: start, expected: ["name/\(name)(…)"])
    }
    position += 1
    if function == "case" { return .choice(try branches()) }
    // `geo.distance` and its kin are the standard's own: a dot in the name, but arguments by position.
    let isQualified = name.utf8.contains(UInt8(ascii: ".")) && !function.hasPrefix("geo.")
    skipSpace()
    if isQualified || isNamedArgument {
      let arguments = try commaSeparated { (reader) throws(ODataSyntaxError) in try reader.namedArgument() }
      guard continuesPath else { return .qualifiedCall(name, arguments) }
      return try steps(after: [.call(name, .named(arguments))], isContinued: true)
    }
    let arguments = try commaSeparated { (reader) throws(ODataSyntaxError) in try reader.expression() }
    if continuesPath, arguments.count <= 1, !StandardFunction.names.contains(function) {
      return try steps(after: [.call(name, arguments.first.map { .single($0) } ?? .named([]))], isContinued: true)
    }
    return .call(function, arguments)
  }

  private var continuesPath: Bool { peek() == UInt8(ascii: "/") || peek() == UInt8(ascii: "(") }

  /// `price gt 100:'dear',true:'cheap')`
  private mutating func branches() throws(ODataSyntaxError) -> [Expression.Branch] {
    let branches = try separatedByCommas { (reader) throws(ODataSyntaxError) in
      try reader.countOperator()
      let condition = try reader.expression()
      reader.skipSpace()
      try reader.expect(UInt8(ascii: ":"))
      reader.skipSpace()
      return Expression.Branch(condition: condition, value: try reader.expression())
    }
    guard skip(UInt8(ascii: ")")) else { throw unexpected(expected: ["','", "')'"]) }
    return branches
  }

  /// The rest of a path that is more than names.
  /// - Parameter isContinued: whether the position is behind a step, not in front of one.
  private mutating func steps(after first: [PathStep], isContinued: Bool = false) throws(ODataSyntaxError) -> Expression {
    var steps = first
    var isBehind = isContinued
    while true {
      if isBehind {
        // A key directly behind what gives a collection.
        if peek() == UInt8(ascii: "("), steps.last?.takesKey == true {
          try countOperator()
          position += 1
          steps.append(.key(try stepArguments()))
        }
        guard skip(UInt8(ascii: "/")) else { return .steps(steps) }
      }
      steps.append(try step())
      isBehind = true
    }
  }

  private mutating func step() throws(ODataSyntaxError) -> PathStep {
    let start = position
    let name = try stepName(isFirst: false)
    guard peek() == UInt8(ascii: "(") else {
      if name == "$filter" { throw unexpected(expected: ["'('"]) }
      return .name(name)
    }
    try countOperator()
    position += 1
    if name == "$filter" {
      skipSpace()
      let condition = try expression()
      skipSpace()
      guard skip(UInt8(ascii: ")")) else { throw unexpected(expected: ["')'"] + InfixOperator.words) }
      return .filter(condition)
    }
    if name == "$count" {
      var query = Query()
      _ = try nestedOptions(SystemOption.countOptions, into: &query)
      return .count(query)
    }
    if name.hasPrefix("$") || name.hasPrefix("@") { throw error("'\(name)' takes no arguments", at: start) }
    if name == "aggregate" {
      skipSpace()
      let item = try aggregateItem(isNamed: false)
      skipSpace()
      try expect(UInt8(ascii: ")"))
      return .aggregate(item)
    }
    if let lambda = LambdaOperator(rawValue: folded(name)) {
      let (variable, predicate) = try lambdaBody(lambda)
      return .lambda(lambda, variable: variable, predicate: predicate)
    }
    return .call(name, try stepArguments())
  }

  /// Keys or parameters up to the closing parenthesis; the opening one is read.
  private mutating func stepArguments() throws(ODataSyntaxError) -> PathSegment.Arguments {
    skipSpace()
    if peek() == UInt8(ascii: ")") || isNamedArgument {
      return .named(try commaSeparated { (reader) throws(ODataSyntaxError) in try reader.namedArgument() })
    }
    let key = try expression()
    skipSpace()
    try expect(UInt8(ascii: ")"))
    return .single(key)
  }

  mutating func namedArgument() throws(ODataSyntaxError) -> Expression.NamedArgument {
    let name = try simpleName()
    skipSpace()
    try expect(UInt8(ascii: "="))
    skipSpace()
    return Expression.NamedArgument(name: name, value: try expression())
  }

  private mutating func lambda(_ lambda: LambdaOperator, path: [String]) throws(ODataSyntaxError) -> Expression {
    try countOperator()
    position += 1
    let (variable, predicate) = try lambdaBody(lambda)
    return .lambda(lambda, path: path, variable: variable, predicate: predicate)
  }

  private mutating func lambdaBody(_ lambda: LambdaOperator) throws(ODataSyntaxError) -> (variable: String?, predicate: Expression?) {
    skipSpace()
    if lambda == .any, skip(UInt8(ascii: ")")) { return (nil, nil) }
    let variable = try simpleName()
    skipSpace()
    try expect(UInt8(ascii: ":"))
    skipSpace()
    let predicate = try expression()
    skipSpace()
    guard skip(UInt8(ascii: ")")) else { throw unexpected(expected: ["')'"] + InfixOperator.words) }
    return (variable, predicate)
  }
}

extension Expression {
  /// Whether the expression can stand for a list behind `in` without parentheses.
  fileprivate var mayBeCollection: Bool {
    switch self {
    case .path, .steps, .alias, .call, .qualifiedCall: true
    default: false
    }
  }
}

extension PathStep {
  /// Whether a key without a name may follow directly.
  fileprivate var takesKey: Bool {
    switch self {
    case .call, .filter: true
    default: false
    }
  }
}
