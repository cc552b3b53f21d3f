import EntityStore
import OData

/// Turns the JSON body of a create or update into typed values, checked against the model: names, types, lengths,
/// ranges, choices. What a column's flags do not allow is dropped in silence, as Dataverse does (sales-web-api.md 1.1).
struct BodyReader {
  enum Mode { case create, update }

  let product: any Product
  let resolver: AddressResolver
  let service: TwinService
  let contentIDs: [String: String]

  private var errors: any ErrorCatalog { product.errors }

  func draft(_ table: TableDefinition, _ object: JSONObject, mode: Mode) throws -> Draft {
    var draft = Draft(product.model.schema(table.name))
    guard let type = product.model.edm.entityType(table.name), let isOffered = product.model.offeredColumns(of: table) else {
      throw errors.unknownResource(path: table.entitySet, segment: table.entitySet)
    }
    for member in object.members {
      if let index = table.index(of: member.name), isOffered[index] {
        let column = table.columns[index]
        guard mode == .create ? column.canCreate : column.canUpdate else { continue }
        draft.set(try value(member.value, column: column, table: table), at: index)
      } else if let at = member.name.utf8.firstIndex(of: UInt8(ascii: "@")) {
        let annotation = member.name[member.name.index(after: at)...]
        guard annotation == "odata.bind", at != member.name.startIndex else { continue }
        try bind(String(member.name[..<at]), to: member.value, type: type, table: table, mode: mode, draft: &draft)
      } else if let navigation = type.navigationProperty(member.name) {
        try nest(navigation, member.value, table: table, mode: mode, draft: &draft)
      } else if type.index(of: member.name) != nil {
        // A computed lookup value: read-only, dropped.
        continue
      } else {
        throw errors.unknownPropertyInBody(member.name, table: table)
      }
    }
    return draft
  }

  // MARK: Values

  private func value(_ json: JSON, column: ColumnDefinition, table: TableDefinition) throws -> Value {
    if json.isNull {
      // Finance and operations has no null text: it stores the empty one.
      if service.rules.readsEmptyInsteadOfNull { return column.type == .string ? "" : column.defaultValue }
      if column.isRequired { throw errors.requiredMissing(column: column.name, table: table) }
      return .null
    }
    guard let value = typed(json, column: column) else {
      throw errors.badBody(
        "Cannot convert the value of property '\(column.name)' to \(column.type.qualifiedName(in: product.model.namespace)).", table: table)
    }
    return try ValueCheck(product: product, storesEmptyTextAsNull: service.rules.storesEmptyTextAsNull)
      .checked(value, column: column, table: table)
  }

  private func typed(_ json: JSON, column: ColumnDefinition) -> Value? {
    switch (column.type, json) {
    case (.string, .string(let text)), (.enumeration, .string(let text)): .string(text)
    case (.boolean, .bool(let bool)): .bool(bool)
    case (.int32, .number(let number)), (.int64, .number(let number)): number.exactInt64.map(Value.int)
    // A documented sample posts a whole number as text (sales-web-api.md 5.15).
    case (.int32, .string(let text)), (.int64, .string(let text)): Int64(text).map(Value.int)
    case (.decimal, .number(let number)): .decimal(number.rounded(toAtMost: column.scale))
    case (.decimal, .string(let text)): ExactDecimal(text).map { .decimal($0.rounded(toAtMost: column.scale)) }
    case (.guid, .string(let text)): GUID(text).map(Value.guid)
    case (.date, .string(let text)): (CalendarDate(text) ?? Timestamp(text)?.date).map(Value.date)
    case (.dateTimeOffset, .string(let text)): (Timestamp(text) ?? CalendarDate(text).map { Timestamp(date: $0) }).map(Value.timestamp)
    default: nil
    }
  }

  // MARK: Links

  private func bind(_ name: String, to json: JSON, type: EntityType, table: TableDefinition, mode: Mode, draft: inout Draft) throws {
    guard let navigation = type.navigationProperty(name) else {
      throw errors.badBody(
        "An undeclared property '\(name)' which only has property annotations in the payload but no property value was found in the payload. "
          + "In OData, only declared navigation properties and declared named streams can be represented as properties without values.",
        table: table)
    }
    if navigation.isCollection { return try join(navigation, json, table: table, mode: mode, draft: &draft) }
    guard isWritable(navigation, of: table, mode: mode) else { return }
    guard !json.isNull else { return try clear(navigation, table: table, draft: &draft) }
    guard let text = json.stringValue else { throw errors.badBody("'\(name)@odata.bind' is not a URL.", table: table) }
    let lookup = lookup(of: navigation, in: table)
    if let lookup, let type = lookup.typeColumn, let other = draft[type], !other.isNull {
      throw errors.lookupSetTwice(lookup, table: table)
    }
    let row = try linkedRow(text, by: navigation, table: table)
    for constraint in navigation.constraints { draft[constraint.property] = row[constraint.referencedProperty] }
    if let discriminator = navigation.discriminator { draft[discriminator] = .string(navigation.targetType) }
  }

  /// `"collection@odata.bind": ["/set(id)", …]`: rows that are there join a new one.
  private func join(_ navigation: NavigationProperty, _ json: JSON, table: TableDefinition, mode: Mode, draft: inout Draft) throws {
    guard mode == .create, service.rules.supportsDeepInsert, let addresses = json.arrayValue else {
      throw errors.badBody("'\(navigation.name)@odata.bind' takes a list of addresses, when a row is created.", table: table)
    }
    let rows = try addresses.map { address in
      guard let text = address.stringValue else { throw errors.badBody("'\(navigation.name)@odata.bind' is not a URL.", table: table) }
      return try linkedRow(text, by: navigation, table: table)
    }
    draft.joining.append((navigation.name, rows))
  }

  private func clear(_ navigation: NavigationProperty, table: TableDefinition, draft: inout Draft) throws {
    // Only Dataverse clears lookups; what the system requires cannot be null there (sales-web-api.md 1.1, sourced).
    if let lookup = lookup(of: navigation, in: table), lookup.isRequired {
      throw errors.requiredMissing(column: lookup.name, table: table)
    }
    for constraint in navigation.constraints { draft[constraint.property] = .null }
    if let discriminator = navigation.discriminator { draft[discriminator] = .null }
  }

  private func isWritable(_ navigation: NavigationProperty, of table: TableDefinition, mode: Mode) -> Bool {
    guard let lookup = lookup(of: navigation, in: table) else { return false }
    return mode == .create ? lookup.canCreate : lookup.canUpdate
  }

  private func lookup(of navigation: NavigationProperty, in table: TableDefinition) -> LookupDefinition? {
    table.lookups.first { $0.targets.contains { $0.navigation == navigation.name } }
  }

  /// The row a bind URL names: absolute, from the root of the host, from the service root, or `$1` for an earlier part of
  /// the change set.
  func linkedRow(_ url: String, by navigation: NavigationProperty, table: TableDefinition) throws -> Row {
    guard let target = product.model.table(navigation.targetType) else {
      throw errors.badBody("'\(navigation.name)' leads nowhere.", table: table)
    }
    let (linked, address) = try place(
      url, among: [target] + navigation.alternatives.compactMap { product.model.table($0) }, name: "\(navigation.name)@odata.bind",
      table: table)
    guard let row = try resolver.find(linked, address) else { throw errors.rowNotFound(table: linked, key: address.pairs) }
    return row
  }

  /// The key a URL holds: of a row of `target`, be it there or not.
  func address(_ url: String, of target: TableDefinition, name: String) throws -> KeyAddress {
    try place(url, among: [target], name: name, table: target).address
  }

  /// The key a URL holds, and which of the tables it is of.
  private func place(
    _ url: String, among tables: [TableDefinition], name: String, table: TableDefinition
  ) throws -> (table: TableDefinition, address: KeyAddress) {
    for table in tables { if let address = plainKey(url, of: table) { return (table, address) } }
    var text = url
    if text.hasPrefix("$") {
      guard let known = contentIDs[String(text.dropFirst())] else {
        // The text is sourced (sales-web-api.md 5.12).
        throw errors.badQuery("Content-ID Reference: '\(text)' does not exist in the batch context.")
      }
      text = known
    }
    if let scheme = text.firstRange(of: "://") {
      let rest = text[scheme.upperBound...]
      text = rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    }
    let relative = service.relativePath(text) ?? (text.hasPrefix("/") ? String(text.dropFirst()) : text)
    let path = try service.syntax { () throws(ODataSyntaxError) in try ODataParser().parsePath(relative) }
    guard case .entity(let linked, let address) = try resolver.resolve(path), tables.contains(where: { $0.name == linked.name }) else {
      let names = tables.map { "'\($0.name)'" }.joined(separator: " or ")
      throw errors.badBody("'\(name)': '\(url)' does not lead to a row of \(names).", table: table)
    }
    return (linked, address)
  }

  /// The key in `/set(id)`, which nearly every address in a body is; `nil` for any other form.
  private func plainKey(_ url: String, of target: TableDefinition) -> KeyAddress? {
    var rest = Substring(url)
    if rest.utf8.first == UInt8(ascii: "/") { rest.removeFirst() }
    guard rest.utf8.starts(with: target.entitySet.utf8), rest.utf8.last == UInt8(ascii: ")"), target.key.count == 1 else { return nil }
    rest = rest.dropFirst(target.entitySet.utf8.count)
    guard rest.utf8.count == 38, rest.utf8.first == UInt8(ascii: "("), target.column(target.key[0])?.type == .guid,
      let id = GUID(String(rest.dropFirst().dropLast()))
    else { return nil }
    return KeyAddress(columns: target.key, values: [.guid(id)], isPrimary: true)
  }

  /// The value of a key column in a body; `nil` where it is no value of that column.
  func keyValue(_ json: JSON, _ name: String, _ table: TableDefinition) -> Value? {
    guard let column = table.column(name) else { return json.stringValue.flatMap { GUID($0) }.map(Value.guid) }
    return typed(json, column: column)
  }

  private func nest(_ navigation: NavigationProperty, _ json: JSON, table: TableDefinition, mode: Mode, draft: inout Draft) throws {
    switch json {
    case .null where !navigation.isCollection && service.rules.clearsLookupsByNull:
      if isWritable(navigation, of: table, mode: mode) { try clear(navigation, table: table, draft: &draft) }
    case .array(let elements) where navigation.isCollection && mode == .create && service.rules.supportsDeepInsert:
      var payloads: [JSONObject] = []
      for element in elements {
        guard let object = element.objectValue else {
          throw errors.badBody("'\(navigation.name)' holds something that is no object.", table: table)
        }
        payloads.append(object)
      }
      draft.nested.append((navigation.name, payloads))
    case .object(let payload) where !navigation.isCollection && mode == .create && service.rules.supportsDeepInsert:
      guard isWritable(navigation, of: table, mode: mode) else { return }
      draft.nestedTargets.append((navigation.name, payload))
    default:
      throw errors.badBody("The navigation property '\(navigation.name)' cannot be written this way.", table: table)
    }
  }
}
