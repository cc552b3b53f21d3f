import OData

/// Turns the syntax tree of a query into SQL, one query at a time.
///
/// Every literal becomes a bound parameter, typed by what it is compared with; only names the schema or the model knows
/// get into the text, and those are quoted. Conditions keep SQL's three-valued logic: a row for which the condition is null is
/// left out, as Dataverse does (sales-web-api.md 5.4), and `ne 'x'` therefore leaves out rows without a value.
///
/// Lookups become joins, collections become EXISTS.
struct QueryTranslator {
  let store: EntityStore
  let root: SQLScope
  /// Whether only properties of the model may be named; see `StoreQuery.limitedToModel`.
  var limitedToModel = false
  private(set) var parameters: [SQLParameter] = []
  private var parameterIndex: [SQLParameter: Int] = [:]
  private var aliasCount = 1
  /// Range variables of the lambdas around the present place.
  private var variables: [String: SQLScope] = [:]

  init(_ table: StoredTable, in store: EntityStore) {
    self.store = store
    root = SQLScope(
      table, alias: "t0", entity: store.edm.entityType(table.schema.name), from: FromClause("\(table.quotedName) AS t0"))
  }

  // MARK: Conditions

  /// The condition as SQL: 1, 0 or null.
  mutating func condition(_ expression: Expression) throws(StoreError) -> String {
    switch expression {
    case .and: return try chain(expression, "AND")
    case .or: return try chain(expression, "OR")
    case .not(let inner): return "(NOT \(try condition(inner)))"
    case .comparison(let op, let left, let right): return try comparison(op, term(left), term(right))
    case .in(let left, let items):
      let subject = try term(left)
      if items.isEmpty { return "0" }
      var parts: [String] = []
      for item in items { parts.append(try comparison(.eq, subject, term(item))) }
      return Self.balanced(parts[...], "OR")
    case .lambda(let op, let path, let variable, let predicate): return try lambda(op, path, variable, predicate)
    case .call(let name, let arguments):
      if let sql = try textCondition(name, arguments) { return sql }
    default: break
    }
    switch try term(expression) {
    case .operand(let sql, .boolean, _): return sql
    case .literal(.bool(let flag)): return flag ? "1" : "0"
    case .literal(.null): return "NULL"
    default: throw .invalidExpression(reason: "'\(brief(expression))' is neither true nor false, so it cannot be a condition.")
    }
  }

  /// `a or b or c …` as a tree of little depth: SQLite refuses trees deeper than 1,000.
  private mutating func chain(_ expression: Expression, _ word: String) throws(StoreError) -> String {
    var parts: [String] = []
    var pending = [expression]
    while let next = pending.popLast() {
      switch (next, word) {
      case (.and(let left, let right), "AND"), (.or(let left, let right), "OR"):
        pending.append(right)
        pending.append(left)
      default: parts.append(try condition(next))
      }
    }
    return Self.balanced(parts[...], word)
  }

  private static func balanced(_ parts: ArraySlice<String>, _ word: String) -> String {
    if parts.count == 1, let only = parts.first { return only }
    let middle = parts.startIndex + parts.count / 2
    return "(\(balanced(parts[..<middle], word)) \(word) \(balanced(parts[middle...], word)))"
  }

  // MARK: Comparisons

  private mutating func comparison(_ op: ComparisonOperator, _ left: SQLTerm, _ right: SQLTerm) throws(StoreError) -> String {
    switch (left, right) {
    case (.reference(let rowID), .literal(.null)), (.literal(.null), .reference(let rowID)): return try nullTest(op, rowID)
    case (.operand(let sql, _, _), .literal(.null)), (.literal(.null), .operand(let sql, _, _)): return try nullTest(op, sql)
    case (.operand(let sql, let kind, _), .literal(let value)): return try compare(sql, kind, op, value)
    case (.literal(let value), .operand(let sql, let kind, _)): return try compare(sql, kind, op.mirrored, value)
    case (.operand(let sql, let kind, _), .member(let type, let name)): return try compare(sql, kind, op, type: type, member: name)
    case (.member(let type, let name), .operand(let sql, let kind, _)):
      return try compare(sql, kind, op.mirrored, type: type, member: name)
    case (.operand(let a, let kind, _), .operand(let b, let otherKind, _)): return try compare(a, kind, op, b, otherKind)
    case (.literal(.null), .literal(.null)): return op == .eq ? "1" : op == .ne ? "0" : "NULL"
    case (.literal(let value), .literal(.null)), (.literal(.null), .literal(let value)):
      return try nullTest(op, parameter(natural: value).sql)
    case (.literal(let a), .literal(let b)):
      let (sql, kind) = parameter(natural: a)
      return try compare(sql, kind, op, b)
    case (.reference, _), (_, .reference):
      throw .invalidExpression(reason: "A lookup can only be compared with null; name a property behind it.")
    case (.member(let type, let name), _), (_, .member(let type, let name)):
      throw .invalidExpression(reason: "\(type)'\(name)' must be compared with a property.")
    }
  }

  private func nullTest(_ op: ComparisonOperator, _ sql: String) throws(StoreError) -> String {
    switch op {
    case .eq: return "(\(sql) IS NULL)"
    case .ne: return "(\(sql) IS NOT NULL)"
    default: return "NULL"
    }
  }

  /// An operand against a literal of its own type, or of one that goes into it.
  private mutating func compare(
    _ sql: String, _ kind: ColumnCodec.Kind, _ op: ComparisonOperator, _ value: Value
  ) throws(StoreError)
    -> String
  {
    switch (kind, value) {
    case (.text, .string(let text)):
      if op == .eq || op == .ne, store.textRules.starsInEquality, text.contains("*") {
        let pattern = text.split(separator: "*", omittingEmptySubsequences: false).map { TextPattern.escaping(String($0)) }
        let match = "\(TextFunctions.like)(\(sql), \(parameter(.text(pattern.joined(separator: "%")))))"
        return op == .eq ? match : "(NOT \(match))"
      }
      return "(\(sql) \(try symbol(op)) \(parameter(.text(text))) COLLATE \(textCollation))"
    case (.number(let scale, _), .int(let number)): return try compare(sql, scale, op, ExactDecimal(number))
    case (.number(let scale, _), .decimal(let number)): return try compare(sql, scale, op, number)
    case (.guid, .guid(let guid)): return "(\(sql) \(try symbol(op)) \(parameter(.guid(guid))))"
    case (.guid, .string(let text)):
      guard let guid = GUID(text) else { throw mismatch(kind, value) }
      return "(\(sql) \(try symbol(op)) \(parameter(.guid(guid))))"
    case (.boolean, .bool(let flag)): return "(\(sql) \(try symbol(op)) \(parameter(.int(flag ? 1 : 0))))"
    case (.date, .date(let date)): return "(\(sql) \(try symbol(op)) \(parameter(.int(Int64(date.days)))))"
    case (.date, .timestamp): return try compare(Self.moment(sql), .timestamp, op, value)
    case (.timestamp, .timestamp(let moment)): return "(\(sql) \(try symbol(op)) \(parameter(.int(moment.milliseconds))))"
    case (.timestamp, .date(let date)): return try compare(sql, kind, op, .timestamp(Timestamp(date: date)))
    case (.date, .string(let text)), (.timestamp, .string(let text)):
      if let date = CalendarDate(text) { return try compare(sql, kind, op, .date(date)) }
      if let moment = Timestamp(text) { return try compare(sql, kind, op, .timestamp(moment)) }
      throw mismatch(kind, value)
    case (.enumeration(let type), .string(let member)):
      guard let number = type.value(of: member) else {
        throw .invalidExpression(reason: "'\(member)' is not a member of \(type.name).")
      }
      return try compareEnumeration(sql, op, number)
    case (.enumeration, .int(let number)): return try compareEnumeration(sql, op, number)
    default: throw mismatch(kind, value)
    }
  }

  private mutating func compare(
    _ sql: String, _ kind: ColumnCodec.Kind, _ op: ComparisonOperator, type: String, member: String
  ) throws(StoreError) -> String {
    guard case .enumeration(let own) = kind else {
      throw .invalidExpression(reason: "\(type)'\(member)' cannot be compared with \(kind.name).")
    }
    guard type == own.name || type.hasSuffix(".\(own.name)") else {
      throw .invalidExpression(reason: "A property of type \(own.name) cannot be compared with a member of \(type).")
    }
    // Numbers are allowed between the quotes, as OData says.
    guard let number = own.value(of: member) ?? Int64(member) else {
      throw .invalidExpression(reason: "'\(member)' is not a member of \(own.name).")
    }
    return try compareEnumeration(sql, op, number)
  }

  private mutating func compareEnumeration(_ sql: String, _ op: ComparisonOperator, _ number: Int64) throws(StoreError) -> String {
    let value = parameter(.int(number))
    return op == .has ? "((\(sql) & \(value)) = \(value))" : "(\(sql) \(try symbol(op)) \(value))"
  }

  /// A scaled column against any decimal. A literal with more decimals than the column keeps lies between two of the
  /// column's values, and one beyond 64 bits behind all of them; both decide the comparison without rounding.
  private mutating func compare(_ sql: String, _ scale: Int, _ op: ComparisonOperator, _ number: ExactDecimal) throws(StoreError) -> String
  {
    if let exact = number.scaledInt64(scale) { return "(\(sql) \(try symbol(op)) \(parameter(.int(exact))))" }
    // Rounding is asked for only where it cuts: widening could leave 128 bits.
    let floor = number.scale > scale ? Int64(exactly: number.rounded(to: scale, .down).mantissa) : nil
    switch (op, floor) {
    case (.eq, _): return Self.constant(false, whereNotNull: sql)
    case (.ne, _): return Self.constant(true, whereNotNull: sql)
    case (.lt, let floor?), (.le, let floor?): return "(\(sql) <= \(parameter(.int(floor))))"
    case (.gt, let floor?), (.ge, let floor?): return "(\(sql) > \(parameter(.int(floor))))"
    case (.lt, nil), (.le, nil): return Self.constant(!number.isNegative, whereNotNull: sql)
    case (.gt, nil), (.ge, nil): return Self.constant(number.isNegative, whereNotNull: sql)
    case (.has, _): throw .invalidExpression(reason: "The operator 'has' works on enumerations only.")
    }
  }

  /// A known outcome for rows that have a value; null for those that have none.
  private static func constant(_ outcome: Bool, whereNotNull sql: String) -> String {
    outcome ? "(\(sql) IS NOT NULL OR NULL)" : "(\(sql) IS NULL AND NULL)"
  }

  private func compare(
    _ left: String, _ leftKind: ColumnCodec.Kind, _ op: ComparisonOperator, _ right: String, _ rightKind: ColumnCodec.Kind
  ) throws(StoreError) -> String {
    let symbol = try symbol(op)
    switch (leftKind, rightKind) {
    case (.text, .text): return "(\(left) \(symbol) \(right) COLLATE \(textCollation))"
    case (.number(let a, _), .number(let b, _)):
      // Beyond 64 bits SQLite widens the product to a real and compares it with a whole number exactly enough: it then is
      // greater than any whole number there is.
      let x = a < b ? "(\(left) * \(Self.powerOfTen(b - a)))" : left
      let y = b < a ? "(\(right) * \(Self.powerOfTen(a - b)))" : right
      return "(\(x) \(symbol) \(y))"
    case (.date, .timestamp): return "(\(Self.moment(left)) \(symbol) \(right))"
    case (.timestamp, .date): return "(\(left) \(symbol) \(Self.moment(right)))"
    default:
      guard leftKind == rightKind else {
        throw .invalidExpression(reason: "\(leftKind.name) and \(rightKind.name) cannot be compared.")
      }
      return "(\(left) \(symbol) \(right))"
    }
  }

  private func symbol(_ op: ComparisonOperator) throws(StoreError) -> String {
    switch op {
    case .eq: return "="
    case .ne: return "<>"
    case .gt: return ">"
    case .ge: return ">="
    case .lt: return "<"
    case .le: return "<="
    case .has: throw .invalidExpression(reason: "The operator 'has' works on enumerations only.")
    }
  }

  private func mismatch(_ kind: ColumnCodec.Kind, _ value: Value) -> StoreError {
    .invalidExpression(reason: "\(value.literalText) cannot be compared with \(kind.name).")
  }

  // MARK: Terms

  mutating func term(_ expression: Expression) throws(StoreError) -> SQLTerm {
    switch expression {
    case .literal(.primitive(let value)): return .literal(value)
    case .literal(.enumeration(let type, let member)): return .member(type: type, name: member)
    case .literal(.list), .literal(.object), .literal(.typed), .steps, .choice, .array, .object, .inCollection:
      throw .invalidExpression(reason: "'\(brief(expression))' cannot stand here.")
    case .path(let steps): return try path(steps)
    case .negate(let inner):
      switch try term(inner) {
      case .literal(.int(let number)) where number != .min: return .literal(.int(-number))
      case .literal(.decimal(let number)): return .literal(.decimal(-number))
      case .operand(let sql, .number(let scale, let limits), _):
        return .operand(sql: "\(NumberFunctions.subtract)(0, \(sql))", kind: .number(scale: scale, limits: limits), column: nil)
      default: throw .invalidExpression(reason: "'\(brief(inner))' is not a number, so it has no negative.")
      }
    case .arithmetic(let op, let left, let right): return try arithmetic(op, term(left), term(right))
    case .call(let name, let arguments):
      if let sql = try textCondition(name, arguments) { return .operand(sql: sql, kind: .boolean, column: nil) }
      return try function(name, arguments)
    case .comparison, .and, .or, .not, .in, .lambda:
      return .operand(sql: try condition(expression), kind: .boolean, column: nil)
    case .qualifiedCall(let name, _): throw .invalidExpression(reason: "The function '\(name)' is not supported.")
    case .alias(let name): throw .invalidExpression(reason: "The parameter alias '@\(name)' has no value.")
    }
  }

  private mutating func path(_ steps: [String]) throws(StoreError) -> SQLTerm {
    var (scope, rest) = start(steps)
    guard let last = rest.popLast() else { throw .invalidExpression(reason: "'\(steps.joined(separator: "/"))' names no property.") }
    if last == "$count" {
      guard let collection = rest.popLast() else { throw .invalidExpression(reason: "$count needs a collection before it.") }
      scope = try follow(rest, from: scope)
      let (inner, link) = try members(of: collection, in: scope)
      return .operand(
        sql: "(SELECT count(*) FROM \(inner.from.sql) WHERE \(link))", kind: .number(scale: 0, limits: .int64), column: nil)
    }
    scope = try follow(rest, from: scope)
    let isShown = !limitedToModel || scope.entity?.property(last) != nil
    if isShown, let column = scope.table.schema.index(of: last) {
      return .operand(sql: scope.sql(column), kind: scope.table.codecs[column].kind, column: scope === root ? column : nil)
    }
    if let navigation = scope.entity?.navigationProperty(last), !navigation.isCollection {
      return .reference(rowID: try follow([last], from: scope).rowID)
    }
    throw .unknownProperty(name: last, table: scope.table.schema.name)
  }

  /// Where a path begins: at a range variable, or at the query's own table.
  private func start(_ steps: [String]) -> (SQLScope, [String]) {
    guard let first = steps.first else { return (root, []) }
    if first == "$it" { return (root, Array(steps.dropFirst())) }
    if let scope = variables[first] { return (scope, Array(steps.dropFirst())) }
    return (root, steps)
  }

  private mutating func follow(_ navigations: [String], from start: SQLScope) throws(StoreError) -> SQLScope {
    var scope = start
    for name in navigations {
      if let known = scope.lookups[name] {
        scope = known
        continue
      }
      guard let navigation = scope.entity?.navigationProperty(name) else {
        throw .unknownProperty(name: name, table: scope.table.schema.name)
      }
      if navigation.isCollection {
        throw .invalidExpression(reason: "'\(name)' leads to many rows: use any or all.")
      }
      let target = try target(of: navigation)
      let alias = nextAlias()
      var links: [String] = []
      var keys: [String] = []
      for constraint in navigation.constraints {
        let own = try scope.table.index(of: constraint.property)
        keys.append(constraint.referencedProperty)
        links.append("\(alias).\(target.quotedColumns[try target.index(of: constraint.referencedProperty)]) = \(scope.sql(own))")
      }
      var link = links.joined(separator: " AND ")
      if !isUnique(keys, in: target.schema) {
        // Business keys that are not unique must not double the row: the oldest match stands for all.
        let oldest = "SELECT min(\(alias).\(StoredTable.rowID)) FROM \(target.quotedName) AS \(alias) WHERE \(link)"
        link = "\(alias).\(StoredTable.rowID) = (\(oldest))"
      }
      if let discriminator = navigation.discriminator {
        link += " AND \(scope.sql(try scope.table.index(of: discriminator))) = \(parameter(.text(navigation.targetType)))"
      }
      scope.from.sql += " LEFT JOIN \(target.quotedName) AS \(alias) ON \(link)"
      let joined = SQLScope(target, alias: alias, entity: store.edm.entityType(navigation.targetType), from: scope.from)
      scope.lookups[name] = joined
      scope = joined
    }
    return scope
  }

  private func isUnique(_ columns: [String], in table: TableSchema) -> Bool {
    let given = Set(columns)
    return given.isSuperset(of: table.key) || table.uniqueKeys.contains { given.isSuperset(of: $0.columns) }
  }

  private mutating func lambda(
    _ op: LambdaOperator, _ path: [String], _ variable: String?, _ predicate: Expression?
  ) throws(StoreError)
    -> String
  {
    var (scope, rest) = start(path)
    guard let collection = rest.popLast() else { throw .invalidExpression(reason: "\(op.rawValue) needs a collection before it.") }
    scope = try follow(rest, from: scope)
    let (inner, link) = try members(of: collection, in: scope)
    guard let predicate else {
      guard op == .any else { throw .invalidExpression(reason: "all needs a condition.") }
      return "EXISTS (SELECT 1 FROM \(inner.from.sql) WHERE \(link))"
    }
    let outer = variables
    if let variable { variables[variable] = inner }
    let condition = try condition(predicate)
    variables = outer
    switch op {
    case .any: return "EXISTS (SELECT 1 FROM \(inner.from.sql) WHERE \(link) AND \(condition))"
    case .all: return "(NOT EXISTS (SELECT 1 FROM \(inner.from.sql) WHERE \(link) AND (\(condition)) IS NOT TRUE))"
    }
  }

  /// The rows of a collection, as the beginning of a sub-query, and the condition that ties them to the row outside.
  private mutating func members(of collection: String, in scope: SQLScope) throws(StoreError) -> (SQLScope, String) {
    guard let navigation = scope.entity?.navigationProperty(collection) else {
      throw .unknownProperty(name: collection, table: scope.table.schema.name)
    }
    guard navigation.isCollection else {
      throw .invalidExpression(reason: "'\(collection)' leads to one row: any, all and $count need a collection.")
    }
    let target = try target(of: navigation)
    let entity = store.edm.entityType(navigation.targetType)
    let alias = nextAlias()
    let inner = SQLScope(target, alias: alias, entity: entity, from: FromClause("\(target.quotedName) AS \(alias)"))
    var links: [String] = []
    for constraint in navigation.constraints {
      let own = try scope.table.index(of: constraint.property)
      links.append("\(inner.sql(try target.index(of: constraint.referencedProperty))) = \(scope.sql(own))")
    }
    if let pair = navigation.intersect {
      guard let table = try store.stored(named: pair.table) else {
        throw .invalidExpression(reason: "'\(navigation.name)' leads over \(pair.table), which cannot be queried.")
      }
      let (near, far) = (table.quotedColumns[try table.index(of: pair.near)], table.quotedColumns[try table.index(of: pair.far)])
      let own = scope.sql(try scope.table.index(of: pair.key))
      let members = "SELECT \(far) FROM \(table.quotedName) WHERE \(near) = \(own)"
      links.append("\(inner.sql(try target.index(of: pair.targetKey))) IN (\(members))")
    }
    // A lookup of several targets that leads back here must point at this table, not at a namesake key of another.
    if let partner = navigation.partner, let discriminator = entity?.navigationProperty(partner)?.discriminator {
      links.append("\(inner.sql(try target.index(of: discriminator))) = \(parameter(.text(scope.table.schema.name)))")
    }
    return (inner, links.joined(separator: " AND "))
  }

  private func target(of navigation: NavigationProperty) throws(StoreError) -> StoredTable {
    guard let target = try store.stored(named: navigation.targetType), !navigation.constraints.isEmpty || navigation.intersect != nil else {
      throw .invalidExpression(reason: "'\(navigation.name)' leads to \(navigation.targetType), which cannot be queried.")
    }
    return target
  }

  private mutating func nextAlias() -> String {
    defer { aliasCount += 1 }
    return "t\(aliasCount)"
  }

  // MARK: Arithmetic

  private mutating func arithmetic(_ op: ArithmeticOperator, _ left: SQLTerm, _ right: SQLTerm) throws(StoreError) -> SQLTerm {
    let (a, aScale, aLimits) = try number(left, in: op)
    let (b, bScale, bLimits) = try number(right, in: op)
    let isDecimal = aLimits == .decimal || bLimits == .decimal || op == .divby
    let scale = max(aScale, bScale)
    func aligned(_ function: String) -> SQLTerm {
      let kind = ColumnCodec.Kind.number(scale: scale, limits: isDecimal ? .decimal : .int64)
      let (left, right) = (Self.widened(a, by: scale - aScale), Self.widened(b, by: scale - bScale))
      return .operand(sql: "\(function)(\(left), \(right))", kind: kind, column: nil)
    }
    switch op {
    case .add: return aligned(NumberFunctions.add)
    case .sub: return aligned(NumberFunctions.subtract)
    case .mod: return aligned(NumberFunctions.remainder)
    case .mul:
      guard aScale + bScale <= 18 else { throw .invalidExpression(reason: "The product has more than 18 decimals.") }
      return .operand(
        sql: "\(NumberFunctions.multiply)(\(a), \(b))",
        kind: .number(scale: aScale + bScale, limits: isDecimal ? .decimal : .int64), column: nil)
    case .div, .divby:
      if !isDecimal {
        return .operand(sql: "\(NumberFunctions.quotient)(\(a), \(b))", kind: .number(scale: 0, limits: .int64), column: nil)
      }
      // a/10^as ÷ b/10^bs with `quotient` decimals = a·10^(quotient+bs-as) ÷ b.
      let quotient = max(Self.quotientScale, aScale - bScale)
      let shift = quotient + bScale - aScale
      guard shift <= 18 else { throw .invalidExpression(reason: "The quotient has more than 18 decimals.") }
      return .operand(
        sql: "\(NumberFunctions.divide)(\(a), \(b), \(Self.powerOfTen(shift)))", kind: .number(scale: quotient, limits: .decimal),
        column: nil)
    }
  }

  /// Decimals a quotient is rounded to; more than any column of either product keeps.
  private static let quotientScale = 10

  private mutating func number(_ term: SQLTerm, in op: ArithmeticOperator) throws(StoreError) -> (String, Int, ColumnCodec.Limits) {
    switch term {
    case .operand(let sql, .number(let scale, let limits), _): return (sql, scale, limits)
    case .literal(.int(let number)): return (parameter(.int(number)), 0, .int64)
    case .literal(.decimal(let number)):
      let short = number.normalized
      guard short.scale <= 18, let scaled = Int64(exactly: short.mantissa) else {
        throw .invalidExpression(reason: "\(number) has too many digits to calculate with.")
      }
      return (parameter(.int(scaled)), short.scale, .decimal)
    case .literal(.null): return ("NULL", 0, .int64)
    default: throw .invalidExpression(reason: "The operator '\(op.rawValue)' works on numbers only.")
    }
  }

  private static func widened(_ sql: String, by digits: Int) -> String {
    digits == 0 ? sql : "\(NumberFunctions.multiply)(\(sql), \(powerOfTen(digits)))"
  }

  static func powerOfTen(_ exponent: Int) -> Int64 { (0..<exponent).reduce(1) { power, _ in power * 10 } }

  // MARK: Functions

  /// `contains`, `startswith`, `endswith`; `nil` for another name.
  private mutating func textCondition(_ name: String, _ arguments: [Expression]) throws(StoreError) -> String? {
    guard name == "contains" || name == "startswith" || name == "endswith" else { return nil }
    try expect(arguments, 2, name)
    let subject = try text(arguments[0], of: name)
    guard case .literal(.string(let wanted)) = try term(arguments[1]) else {
      let part = try text(arguments[1], of: name)
      switch name {
      case "contains": return "(\(TextFunctions.index)(\(subject), \(part)) >= 0)"
      case "startswith": return "(\(TextFunctions.index)(\(subject), \(part)) = 0)"
      default: throw .invalidExpression(reason: "The second argument of endswith must be a literal.")
      }
    }
    var pattern = store.textRules.likePatternsInFunctions ? wanted : TextPattern.escaping(wanted)
    if name != "startswith" { pattern = "%" + pattern }
    if name != "endswith" { pattern += "%" }
    return "\(TextFunctions.like)(\(subject), \(parameter(.text(pattern))))"
  }

  private mutating func function(_ name: String, _ arguments: [Expression]) throws(StoreError) -> SQLTerm {
    func number(_ sql: String) -> SQLTerm { .operand(sql: sql, kind: .number(scale: 0, limits: .int64), column: nil) }
    func text(_ sql: String) -> SQLTerm { .operand(sql: sql, kind: .text, column: nil) }
    switch name {
    // Texts are compared without regard to case, so their case need not change.
    case "tolower", "toupper":
      try expect(arguments, 1, name)
      return text(try self.text(arguments[0], of: name))
    case "trim":
      try expect(arguments, 1, name)
      return text("trim(\(try self.text(arguments[0], of: name)))")
    case "length":
      try expect(arguments, 1, name)
      return number("\(TextFunctions.length)(\(try self.text(arguments[0], of: name)))")
    case "concat":
      try expect(arguments, 2, name)
      return text("(\(try self.text(arguments[0], of: name)) || \(try self.text(arguments[1], of: name)))")
    case "indexof":
      try expect(arguments, 2, name)
      return number("\(TextFunctions.index)(\(try self.text(arguments[0], of: name)), \(try self.text(arguments[1], of: name)))")
    case "substring":
      guard arguments.count == 2 || arguments.count == 3 else {
        throw .invalidExpression(reason: "substring takes 2 or 3 arguments.")
      }
      let subject = try self.text(arguments[0], of: name)
      let start = try wholeNumber(arguments[1], of: name)
      let count = arguments.count == 3 ? try wholeNumber(arguments[2], of: name) : "NULL"
      return text("\(TextFunctions.part)(\(subject), \(start), \(count))")
    case "year", "month", "day", "hour", "minute", "second":
      try expect(arguments, 1, name)
      let seconds = try seconds(arguments[0], of: name)
      let format = ["year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S"][name] ?? ""
      return number("CAST(strftime('\(format)', \(seconds), 'unixepoch') AS INTEGER)")
    case "date":
      try expect(arguments, 1, name)
      switch try term(arguments[0]) {
      case .operand(let sql, .timestamp, _): return .operand(sql: Self.floored(sql, by: 86_400_000), kind: .date, column: nil)
      case .operand(let sql, .date, _): return .operand(sql: sql, kind: .date, column: nil)
      case .literal(.timestamp(let moment)): return .literal(.date(moment.date))
      default: throw .invalidExpression(reason: "date works on moments only.")
      }
    case "round", "floor", "ceiling":
      try expect(arguments, 1, name)
      guard case .operand(let sql, .number(let scale, _), _) = try term(arguments[0]) else {
        throw .invalidExpression(reason: "\(name) works on numeric properties only.")
      }
      let unit = Self.powerOfTen(scale)
      switch name {
      case "round": return number("\(NumberFunctions.divide)(\(sql), \(unit), 1)")
      case "floor": return number(Self.floored(sql, by: unit))
      default: return number("(-\(Self.floored("(-\(sql))", by: unit)))")
      }
    default: throw .invalidExpression(reason: "The function '\(name)' is not supported.")
    }
  }

  private func expect(_ arguments: [Expression], _ count: Int, _ name: String) throws(StoreError) {
    if arguments.count != count {
      throw .invalidExpression(reason: "\(name) takes \(count) argument\(count == 1 ? "" : "s"), not \(arguments.count).")
    }
  }

  private mutating func text(_ expression: Expression, of function: String) throws(StoreError) -> String {
    switch try term(expression) {
    case .operand(let sql, .text, _): return sql
    case .literal(.string(let text)): return parameter(.text(text))
    case .literal(.null): return "NULL"
    default: throw .invalidExpression(reason: "\(function) works on texts; '\(brief(expression))' is none.")
    }
  }

  private mutating func wholeNumber(_ expression: Expression, of function: String) throws(StoreError) -> String {
    switch try term(expression) {
    case .operand(let sql, .number(0, _), _): return sql
    case .literal(.int(let number)): return parameter(.int(number))
    default: throw .invalidExpression(reason: "\(function) needs a whole number; '\(brief(expression))' is none.")
    }
  }

  private mutating func seconds(_ expression: Expression, of function: String) throws(StoreError) -> String {
    switch try term(expression) {
    case .operand(let sql, .timestamp, _): return Self.floored(sql, by: 1000)
    case .operand(let sql, .date, _): return "(\(sql) * 86400)"
    case .literal(.timestamp(let moment)): return Self.floored(parameter(.int(moment.milliseconds)), by: 1000)
    case .literal(.date(let date)): return parameter(.int(Int64(date.days) * 86_400))
    default: throw .invalidExpression(reason: "\(function) works on dates and moments only.")
    }
  }

  /// The whole quotient towards negative infinity; SQLite's own division cuts towards zero.
  private static func floored(_ sql: String, by divisor: Int64) -> String {
    divisor == 1 ? sql : "((\(sql) - ((\(sql) % \(divisor)) + \(divisor)) % \(divisor)) / \(divisor))"
  }

  /// A day as the moment it begins.
  private static func moment(_ sql: String) -> String { "(\(sql) * 86400000)" }

  // MARK: Parameters

  mutating func parameter(_ value: SQLParameter) -> String {
    if let index = parameterIndex[value] { return "?\(index)" }
    parameters.append(value)
    parameterIndex[value] = parameters.count
    return "?\(parameters.count)"
  }

  /// A literal with nothing to take its type from.
  private mutating func parameter(natural value: Value) -> (sql: String, kind: ColumnCodec.Kind) {
    switch value {
    case .null: ("NULL", .text)
    case .string(let text): (parameter(.text(text)), .text)
    case .bool(let flag): (parameter(.int(flag ? 1 : 0)), .boolean)
    case .int(let number): (parameter(.int(number)), .number(scale: 0, limits: .int64))
    case .decimal(let number):
      // Literals beyond 64 bits are nowhere compared with one another in earnest; the nearest bound keeps the order.
      if let scaled = Int64(exactly: number.mantissa), number.scale <= 18 {
        (parameter(.int(scaled)), .number(scale: number.scale, limits: .decimal))
      } else {
        (parameter(.int(number.isNegative ? .min : .max)), .number(scale: 0, limits: .decimal))
      }
    case .guid(let guid): (parameter(.guid(guid)), .guid)
    case .date(let date): (parameter(.int(Int64(date.days))), .date)
    case .timestamp(let moment): (parameter(.int(moment.milliseconds)), .timestamp)
    }
  }

  private func brief(_ expression: Expression) -> String {
    switch expression {
    case .path(let steps): steps.joined(separator: "/")
    case .literal(.primitive(let value)): value.literalText
    case .literal(.enumeration(let type, let member)): "\(type)'\(member)'"
    case .call(let name, _), .qualifiedCall(let name, _): "\(name)(…)"
    default: "the expression"
    }
  }
}

extension ComparisonOperator {
  /// The operator with its sides changed.
  fileprivate var mirrored: ComparisonOperator {
    switch self {
    case .gt: .lt
    case .ge: .le
    case .lt: .gt
    case .le: .ge
    case .eq, .ne, .has: self
    }
  }
}
