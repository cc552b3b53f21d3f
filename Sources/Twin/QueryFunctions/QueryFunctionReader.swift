import OData

/// Turns the query functions in a condition into plain comparisons with the moments, values and identities they stand for, so
/// that indexes serve them as they serve any filter, and the store needs to know neither the time nor the caller.
struct QueryFunctionReader {
  let product: any Product
  let session: Session
  let table: TableDefinition

  /// - Throws: the product's refusal of a function it does not know, or of arguments that make no sense;
  ///   `ServiceError.notEmulated` for one the twin does not emulate.
  func replaced(_ expression: Expression) throws -> Expression {
    switch expression {
    case .qualifiedCall(let name, let arguments): return try condition(name, arguments)
    case .and(let a, let b): return .and(try replaced(a), try replaced(b))
    case .or(let a, let b): return .or(try replaced(a), try replaced(b))
    case .not(let a): return .not(try replaced(a))
    case .comparison(let op, let a, let b): return .comparison(op, moment(a), moment(b))
    // They are conditions, and nothing compares a condition; inside a lambda a property name would have no variable to belong to.
    default: return expression
    }
  }

  /// Whether there is anything to replace: nearly always not.
  fileprivate static func isNeeded(_ expression: Expression) -> Bool {
    switch expression {
    case .qualifiedCall: true
    case .and(let a, let b), .or(let a, let b): isNeeded(a) || isNeeded(b)
    case .not(let a): isNeeded(a)
    case .comparison(_, .call("now", _), _), .comparison(_, _, .call("now", _)): true
    default: false
    }
  }

  /// `now()` as the moment it is.
  private func moment(_ operand: Expression) -> Expression {
    if case .call("now", _) = operand { .literal(.primitive(.timestamp(session.now))) } else { operand }
  }

  // MARK: Functions

  private func condition(_ qualified: String, _ arguments: [Expression.NamedArgument]) throws -> Expression {
    let prefix = product.model.namespace + "."
    let name = qualified.hasPrefix(prefix) ? String(qualified.dropFirst(prefix.count)) : qualified
    guard let function = QueryFunction(name) else {
      // The OData library's own words [inferred].
      throw product.errors.badQuery(
        "An unknown function with name '\(qualified)' was found. This may also be a function import or a key lookup on a navigation "
          + "property, which is not allowed.")
    }
    if case .notEmulated = function { throw ServiceError.notEmulated("query function \(name)") }
    let call = Call(name: name, arguments: arguments, reader: self)
    let property = try call.property()
    let now = Moment(session.now)
    switch function {
    case .within(let span): return inside(span(now), property.path)
    case .withinCount(let span): return inside(span(now, try call.count()), property.path)
    case .day(let comparison):
      let midnight = Moment(try call.moment()).midnight
      switch comparison {
      case .on: return inside(.day(midnight), property.path)
      case .onOrAfter: return inside(Span(start: midnight.time), property.path)
      case .onOrBefore: return inside(.before(midnight.adding(1, .day)), property.path)
      }
    case .between(let isNegated):
      let values = try call.values(of: property)
      guard values.count == 2 else { throw call.refusal("takes two values, not \(values.count)") }
      return isNegated
        ? .or(.comparison(.lt, property.path, values[0]), .comparison(.gt, property.path, values[1]))
        : .and(.comparison(.ge, property.path, values[0]), .comparison(.le, property.path, values[1]))
    case .oneOf(let isNegated):
      let list = Expression.in(property.path, try call.values(of: property))
      return isNegated ? .not(list) : list
    case .hasChoice(let isNegated):
      let list = Expression.call("concat", [.call("concat", [text(","), property.path]), text(",")])
      let conditions = try call.values(of: property).map { Expression.call("contains", [list, text(",\($0.choiceText),")]) }
      guard let first = conditions.first else { throw call.refusal("takes at least one value") }
      let any = conditions.dropFirst().reduce(first) { .or($0, $1) }
      return isNegated ? .not(any) : any
    case .caller(let relation): return try condition(relation, property.path, name)
    case .notEmulated: throw ServiceError.notEmulated("query function \(name)")
    }
  }

  private func condition(_ relation: QueryFunction.CallerRelation, _ path: Expression, _ name: String) throws -> Expression {
    guard let caller = try product.queryCaller(in: session) else { throw ServiceError.notEmulated("query function \(name)") }
    func literal(_ guid: GUID) -> Expression { .literal(.primitive(.guid(guid))) }
    switch relation {
    case .user: return .comparison(.eq, path, literal(caller.user))
    case .notUser: return .comparison(.ne, path, literal(caller.user))
    case .businessUnit: return .comparison(.eq, path, literal(caller.businessUnit))
    case .notBusinessUnit: return .comparison(.ne, path, literal(caller.businessUnit))
    case .teams: return .in(path, caller.teams.map(literal))
    case .userOrTeams: return .in(path, ([caller.user] + caller.teams).map(literal))
    }
  }

  private func inside(_ span: Span, _ path: Expression) -> Expression {
    let after = span.start.map { Expression.comparison(.ge, path, .literal(.primitive(.timestamp($0)))) }
    let before = span.end.map { Expression.comparison(span.includesEnd ? .le : .lt, path, .literal(.primitive(.timestamp($0)))) }
    switch (after, before) {
    case (let after?, let before?): return .and(after, before)
    case (let after?, nil): return after
    case (nil, let before?): return before
    case (nil, nil): return .literal(.primitive(.bool(true)))
    }
  }

  private func text(_ text: String) -> Expression { .literal(.primitive(.string(text))) }

  // MARK: Arguments

  struct Property {
    let path: Expression
    let type: EdmType
  }

  /// One call, with its arguments by name.
  private struct Call {
    let name: String
    let arguments: [Expression.NamedArgument]
    let reader: QueryFunctionReader

    func refusal(_ reason: String) -> ServiceError { reader.product.errors.badQuery("The query function '\(name)' \(reason).") }

    private func argument(_ parameter: String) throws -> Literal {
      guard let argument = arguments.first(where: { $0.name == parameter }) else { throw refusal("needs the parameter '\(parameter)'") }
      guard case .literal(let literal) = argument.value else { throw refusal("takes a literal as '\(parameter)'") }
      return literal
    }

    /// The column named, by its logical name: a lookup's stands for the identifier it holds.
    func property() throws -> Property {
      guard case .primitive(.string(let text)) = try argument("PropertyName") else { throw refusal("takes a text as 'PropertyName'") }
      var steps = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      var table = reader.table
      for step in steps.dropLast() {
        guard let navigation = reader.product.model.edm.entityType(table.name)?.navigationProperty(step),
          let target = reader.product.model.table(navigation.targetType)
        else { throw reader.product.errors.unknownPropertyInQuery(step, table: table) }
        table = target
      }
      guard let last = steps.popLast(), let type = reader.product.model.edm.entityType(table.name) else { throw refusal("names no column") }
      let column = table.lookups.first { $0.name == last }?.column ?? last
      guard let property = type.property(column) else { throw reader.product.errors.unknownPropertyInQuery(last, table: table) }
      return Property(path: .path(steps + [column]), type: property.type)
    }

    func count() throws -> Int {
      switch try argument("PropertyValue") {
      case .primitive(.int(let number)): return Int(clamping: number)
      // A number between quotes is taken too, as in FetchXML [inferred].
      case .primitive(.string(let text)):
        if let number = Int(text) { return number }
      default: break
      }
      throw refusal("takes a whole number as 'PropertyValue'")
    }

    func moment() throws -> Timestamp {
      switch try argument("PropertyValue") {
      case .primitive(.timestamp(let moment)): return moment
      case .primitive(.date(let date)): return Timestamp(date: date)
      case .primitive(.string(let text)):
        if let date = CalendarDate(text) { return Timestamp(date: date) }
        if let moment = Timestamp(text) { return moment }
      default: break
      }
      throw refusal("takes a date as 'PropertyValue'")
    }

    /// The values of a list, which come as texts whatever the column's type is.
    func values(of property: Property) throws -> [Expression] {
      guard case .list(let elements) = try argument("PropertyValues") else { throw refusal("takes a list as 'PropertyValues'") }
      return try elements.map { element in
        guard case .primitive(let value) = element else { throw refusal("takes texts and numbers as 'PropertyValues'") }
        guard case .string(let text) = value else { return .literal(element) }
        guard let typed = Self.value(text, property.type) else {
          throw refusal("cannot take '\(text)' for a value of \(property.type.qualifiedName(in: reader.product.model.namespace))")
        }
        return .literal(.primitive(typed))
      }
    }

    private static func value(_ text: String, _ type: EdmType) -> Value? {
      switch type {
      case .string, .enumeration: .string(text)
      case .boolean: text == "true" || text == "1" ? .bool(true) : text == "false" || text == "0" ? .bool(false) : nil
      case .int32, .int64: Int64(text).map(Value.int)
      case .decimal: ExactDecimal(text).map(Value.decimal)
      case .guid: GUID(text).map(Value.guid)
      case .date, .dateTimeOffset: CalendarDate(text).map(Value.date) ?? Timestamp(text).map(Value.timestamp)
      case .double, .binary: nil
      }
    }
  }
}

extension Expression {
  /// A literal as it stands in a choices column.
  fileprivate var choiceText: String {
    guard case .literal(.primitive(let value)) = self else { return "" }
    return value.description
  }
}

extension EntityHandler {
  /// The condition as the store can answer it, without query functions.
  func plainCondition(_ condition: Expression, of table: TableDefinition) throws -> Expression {
    guard QueryFunctionReader.isNeeded(condition) else { return condition }
    return try QueryFunctionReader(product: product, session: session, table: table).replaced(condition)
  }
}
