import EntityStore
import OData

/// A key in a URL: some columns of a table and their values.
struct KeyAddress {
  let columns: [String]
  let values: [Value]
  let isPrimary: Bool

  var pairs: [(name: String, value: Value)] { zip(columns, values).map { ($0, $1) } }
}

/// Equality of columns that narrows a collection to the rows that belong to one entity.
struct Scope {
  let columns: [String]
  let values: [Value]
  /// Besides, the rows whose column holds one of these values: those that a table of pairs joins to the entity.
  var members: (column: String, values: [Value])?

  var filter: Expression? {
    if let members {
      let values = members.values.isEmpty ? [.null] : members.values
      return .in(.path([members.column]), values.map { .literal(.primitive($0)) })
    }
    return zip(columns, values).map { Expression.comparison(.eq, .path([$0]), .literal(.primitive($1))) }
      .reduce(nil) { sum, next in sum.map { .and($0, next) } ?? next }
  }
}

/// What the path of a request leads to.
enum Target {
  case collection(TableDefinition, Scope?)
  case count(TableDefinition, Scope?)
  case entity(TableDefinition, KeyAddress)
  /// A lookup that points nowhere.
  case nothing
  case property(TableDefinition, KeyAddress, Property, raw: Bool)
  /// The addresses of the rows of a collection.
  case references(TableDefinition)
  case link(Link)
  case bulk(BulkOperation, TableDefinition)
  /// Something the product answers itself, beside its tables.
  case resource(ResourcePath)
  case operation(Operation, Bound)

  enum Bound {
    case unbound(arguments: [Expression.NamedArgument])
    case collection(TableDefinition)
    case entity(TableDefinition, KeyAddress, arguments: [Expression.NamedArgument])
  }
}

/// Follows a parsed path through the model, reading rows only where a lookup has to be followed.
struct AddressResolver {
  let service: TwinService
  let session: Session
  /// The path as it was sent, for error texts.
  let path: String
  let aliases: [Query.Alias]

  private var product: any Product { service.product }
  private var model: ServiceModel { product.model }

  private func unknown(_ segment: PathSegment? = nil) -> ServiceError {
    switch segment {
    case .name(let name, _)?, .system(let name)?: product.errors.unknownResource(path: path, segment: name)
    case let other?: product.errors.unknownResource(path: path, segment: other.description)
    case nil: product.errors.unknownResource(path: path, segment: nil)
    }
  }

  func resolve(_ resource: ResourcePath) throws -> Target {
    guard case .name(let first, let arguments)? = resource.segments.first else { throw unknown(resource.segments.first) }
    guard let table = model.table(set: first) else {
      if product.ownResources.contains(first), !service.rules.absentOperations.contains(first) { return .resource(resource) }
      return try unboundOperation(first, arguments, resource)
    }
    if case .system("$ref")? = resource.segments.last { return try reference(table, resource) }
    var target: Target
    if let arguments { target = .entity(table, try key(arguments, of: table)) } else { target = .collection(table, nil) }
    for segment in resource.segments.dropFirst() { target = try follow(segment, from: target) }
    return target
  }

  /// `set/$ref`, `set(key)/navigation/$ref`, `set(key)/collection(key)/$ref`.
  private func reference(_ table: TableDefinition, _ resource: ResourcePath) throws -> Target {
    if resource.segments.count == 2, case .name(_, nil) = resource.segments[0] { return .references(table) }
    guard resource.segments.count > 2, case .name(let name, let arguments) = resource.segments[resource.segments.count - 2],
      case .entity(let owner, let key) = try resolve(ResourcePath(Array(resource.segments.dropLast(2)))),
      let navigation = model.edm.entityType(owner.name)?.navigationProperty(name), let target = model.table(navigation.targetType)
    else { throw unknown(resource.segments[resource.segments.count - 2]) }
    guard let arguments else { return .link(Link(table: owner, key: key, navigation: navigation, other: nil)) }
    guard navigation.isCollection else { throw unknown(resource.segments[resource.segments.count - 2]) }
    return .link(Link(table: owner, key: key, navigation: navigation, other: try self.key(arguments, of: target)))
  }

  private func unboundOperation(_ name: String, _ arguments: PathSegment.Arguments?, _ resource: ResourcePath) throws -> Target {
    let short = name.hasPrefix(model.namespace + ".") ? String(name.dropFirst(model.namespace.count + 1)) : name
    if model.unknownOperations.contains(short) { throw ServiceError.notEmulated("operation \(short) of the metadata given") }
    guard resource.segments.count == 1,
      let operation = model.edm.operations.first(where: { $0.name == short && $0.binding == .unbound }),
      !service.rules.absentOperations.contains(short)
    else { throw unknown(resource.segments.first) }
    return .operation(operation, .unbound(arguments: named(arguments)))
  }

  private func named(_ arguments: PathSegment.Arguments?) -> [Expression.NamedArgument] {
    if case .named(let list)? = arguments { return list }
    return []
  }

  private func follow(_ segment: PathSegment, from target: Target) throws -> Target {
    switch (segment, target) {
    case (.system("$count"), .collection(let table, let scope)): return .count(table, scope)
    case (.system("$value"), .property(let table, let key, let property, _)): return .property(table, key, property, raw: true)
    case (.name(let name, let arguments), .collection(let table, let scope)):
      if let operation = try operation(name, boundTo: .collection(table.name)) { return .operation(operation, .collection(table)) }
      if service.rules.supportsBulkOperations, arguments == nil, scope == nil, name.hasPrefix(model.namespace + "."),
        let bulk = BulkOperation(rawValue: String(name.dropFirst(model.namespace.count + 1)))
      {
        return .bulk(bulk, table)
      }
      throw unknown(segment)
    case (.name(let name, let arguments), .entity(let table, let address)):
      if let operation = try operation(name, boundTo: .entity(table.name)) {
        return .operation(operation, .entity(table, address, arguments: named(arguments)))
      }
      guard let type = model.edm.entityType(table.name) else { throw unknown(segment) }
      if let property = type.property(name), arguments == nil { return .property(table, address, property, raw: false) }
      guard let navigation = type.navigationProperty(name) else { throw unknown(segment) }
      return try follow(navigation, arguments, from: table, address)
    default: throw unknown(segment)
    }
  }

  private func follow(
    _ navigation: NavigationProperty, _ arguments: PathSegment.Arguments?, from table: TableDefinition, _ address: KeyAddress
  ) throws -> Target {
    guard let row = try find(table, address) else { throw product.errors.rowNotFound(table: table, key: address.pairs) }
    guard let target = model.table(navigation.targetType) else { throw unknown() }
    if navigation.isCollection {
      if let arguments { return .entity(target, try key(arguments, of: target)) }
      return .collection(target, try scope(of: navigation, owner: row))
    }
    guard arguments == nil else { throw unknown() }
    guard let address = lookupAddress(navigation, of: row, target) else { return .nothing }
    return .entity(try holder(of: navigation, target, address), address)
  }

  /// The rows of a collection of `owner`.
  func scope(of navigation: NavigationProperty, owner: Row) throws -> Scope {
    guard let pair = navigation.intersect else { return LinkColumns(of: navigation, owner: owner, model: model).scope }
    let pairs = try product.store.rows(model.schema(pair.table), where: [pair.near], equal: [owner[pair.key]], orderBy: [])
    return Scope(columns: [], values: [], members: (pair.targetKey, pairs.map { $0[pair.far] }))
  }

  /// Where a lookup of a row points; `nil` where it points nowhere, or at a row of another table.
  private func lookupAddress(_ navigation: NavigationProperty, of row: Row, _ target: TableDefinition) -> KeyAddress? {
    if let discriminator = navigation.discriminator, row[discriminator] != .string(navigation.targetType) { return nil }
    let values = navigation.constraints.map { row[$0.property] }
    if values.contains(.null) { return nil }
    let columns = navigation.constraints.map(\.referencedProperty)
    return KeyAddress(columns: columns, values: values, isPrimary: columns == target.key)
  }

  /// The table a lookup leads to where several tables share a navigation property: the one that has the row.
  private func holder(of navigation: NavigationProperty, _ target: TableDefinition, _ address: KeyAddress) throws -> TableDefinition {
    if navigation.alternatives.isEmpty { return target }
    let candidates = [target] + navigation.alternatives.compactMap { model.table($0) }
    for candidate in candidates where try find(candidate, address) != nil { return candidate }
    return target
  }

  /// The row a lookup points at.
  func linked(by navigation: NavigationProperty, of row: Row, _ target: TableDefinition) throws -> Row? {
    try lookupAddress(navigation, of: row, target).flatMap { try find(holder(of: navigation, target, $0), $0) }
  }

  private func operation(_ name: String, boundTo binding: Operation.Binding) throws -> Operation? {
    guard name.hasPrefix(model.namespace + ".") else { return nil }
    let short = name.dropFirst(model.namespace.count + 1)
    if model.unknownOperations.contains(String(short)) { throw ServiceError.notEmulated("operation \(short) of the metadata given") }
    return model.edm.operations.first { $0.name == short && $0.binding == binding }
  }

  // MARK: Keys

  /// - Throws: the product's refusal for columns that are no key, or values of the wrong type.
  func key(_ arguments: PathSegment.Arguments, of table: TableDefinition) throws -> KeyAddress {
    switch arguments {
    case .single(let expression):
      guard table.key.count == 1, product.rules.takesUnnamedKeys else {
        throw product.errors.notAKey(table: table, columns: [], path: path)
      }
      return KeyAddress(columns: table.key, values: [try value(expression, of: table.key[0], in: table)], isPrimary: true)
    case .named(let list):
      let names = list.map(\.name)
      let candidates = [table.key] + (model.edm.entityType(table.name)?.alternateKeys.map(\.properties) ?? [])
      guard let columns = candidates.first(where: { $0.count == names.count && Set($0) == Set(names) }) else {
        throw product.errors.notAKey(table: table, columns: names, path: path)
      }
      var values: [Value] = []
      for column in columns {
        guard let argument = list.first(where: { $0.name == column }) else { throw unknown() }
        values.append(try value(argument.value, of: column, in: table))
      }
      return KeyAddress(columns: columns, values: values, isPrimary: columns == table.key)
    }
  }

  private func value(_ expression: Expression, of column: String, in table: TableDefinition) throws -> Value {
    let schema = model.schema(table.name)
    guard let index = schema.index(of: column) else { throw product.errors.notAKey(table: table, columns: [column], path: path) }
    guard let value = resolveAlias(expression).literalValue(as: schema.columns[index].type) else {
      throw product.errors.malformedPath("The value of '\(column)' in the key of '\(table.entitySet)' has the wrong type.", path: path)
    }
    return value
  }

  private func resolveAlias(_ expression: Expression) -> Expression {
    guard case .alias(let name) = expression else { return expression }
    return aliases.first { $0.name == name }?.value ?? .literal(.primitive(.null))
  }

  // MARK: Rows

  /// The row a key leads to, if it is there and the caller may see it.
  func find(_ table: TableDefinition, _ address: KeyAddress) throws -> Row? {
    let schema = model.schema(table.name)
    let row =
      address.isPrimary
      ? try product.store.row(schema, key: address.values)
      : try product.store.row(schema, where: address.columns, equal: address.values)
    guard let row, try isVisible(row, of: table) else { return nil }
    return row
  }

  func isVisible(_ row: Row, of table: TableDefinition) throws -> Bool {
    guard let condition = try product.visibility(of: table, in: session) else { return true }
    // The common condition is one column equal to one value; the store answers anything else.
    if case .comparison(.eq, .path(let steps), .literal(.primitive(let wanted))) = condition, steps.count == 1 {
      if case (.string(let a), .string(let b)) = (row[steps[0]], wanted) { return a.equalsIgnoringASCIICase(b) }
      return row[steps[0]] == wanted
    }
    let byKey = Scope(columns: table.key, values: row.key).filter
    let filter = byKey.map { Expression.and($0, condition) } ?? condition
    return try product.store.count(StoreQuery(row.table, filter: filter)) > 0
  }
}

extension Expression {
  /// The literal as a value of the given type; `nil` where it is no literal or does not fit.
  func literalValue(as type: EdmType) -> Value? {
    if case .literal(.enumeration(_, let member)) = self, case .enumeration = type { return .string(member) }
    guard case .literal(.primitive(let value)) = self else { return nil }
    switch (type, value) {
    case (_, .null): return .null
    case (.string, .string), (.boolean, .bool), (.int32, .int), (.int64, .int), (.guid, .guid), (.date, .date),
      (.dateTimeOffset, .timestamp), (.decimal, .decimal), (.enumeration, .string):
      return value
    case (.guid, .string(let text)): return GUID(text).map(Value.guid)
    case (.decimal, .int(let int)): return .decimal(ExactDecimal(int))
    case (.dateTimeOffset, .date(let date)): return .timestamp(Timestamp(date: date))
    default: return nil
    }
  }
}
