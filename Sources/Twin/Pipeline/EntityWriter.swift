import EntityStore
import OData

/// Answers POST, PATCH, PUT and DELETE of entities. Each is one transaction; inside a change set, a part of one.
struct EntityWriter {
  private let handler: EntityHandler

  init(_ handler: EntityHandler) { self.handler = handler }

  private var product: any Product { handler.product }
  private var rules: ProtocolRules { handler.rules }
  private var errors: any ErrorCatalog { handler.errors }

  /// Creates a row as a POST of `object` does, without an answer to write.
  func insert(_ table: TableDefinition, _ object: JSONObject) throws {
    try product.store.transaction { () throws in _ = try create(table, try draft(table, object, mode: .create)) }
  }

  func post(_ table: TableDefinition, _ scope: Scope?) throws -> HTTPResponse {
    let object = try handler.bodyObject(table: table)
    let row = try product.store.transaction { () throws in
      var draft = try draft(table, object, mode: .create)
      // Creating inside a collection of a parent links the new row to it.
      if let scope { for (column, value) in zip(scope.columns, scope.values) { draft[column] = value } }
      return try create(table, draft)
    }
    return try createdResponse(row, table)
  }

  func patch(_ table: TableDefinition, _ key: KeyAddress) throws -> HTTPResponse {
    let object = try handler.bodyObject(table: table)
    let (row, created) = try product.store.transaction { () throws -> (Row, Bool) in
      try checkConditions(try handler.resolver.find(table, key), table, key)
      return try upsert(table, key, object)
    }
    if handler.preferences.returns == .representation {
      return try EntityReader(handler).representation(
        of: row, table, status: created ? 201 : 200, headers: ["Preference-Applied": "return=representation"],
        // $expand is ignored beside an update (sales-web-api.md 5.9, sourced).
        ignoresExpand: !created)
    }
    if rules.patchCreates {
      // In the form of the request's own address (sales-web-api.md 5.10, sourced).
      return HTTPResponse(204, headers: ["OData-EntityId": "\(handler.service.rootURL)/\(handler.path)"])
    }
    return HTTPResponse(204)
  }

  /// Creates or changes the row with a key.
  func upsert(_ table: TableDefinition, _ key: KeyAddress, _ object: JSONObject) throws -> (row: Row, isCreated: Bool) {
    if let existing = try handler.resolver.find(table, key) { return (try update(table, existing, object, key), false) }
    guard rules.patchCreates else { throw errors.updateTargetNotFound(table: table, key: key.pairs) }
    var draft = try draft(table, object, mode: .create)
    // The body's key values win over the URL's (sales-web-api.md 5.10, sourced).
    for (column, value) in key.pairs where draft[column] == nil { draft[column] = value }
    return (try create(table, draft), true)
  }

  /// - Parameter key: how the row was addressed; its columns cannot be changed through itself.
  @discardableResult
  func update(_ table: TableDefinition, _ existing: Row, _ object: JSONObject, _ key: KeyAddress) throws -> Row {
    guard !table.isReadOnly else { throw errors.readOnly(table: table) }
    var changes = try draft(table, object, mode: .update)
    for column in key.columns { changes[column] = nil }
    return try product.update(table, existing, changes, in: handler.session)
  }

  /// PUT (`{"value": …}`) and DELETE (`nil`) of a single column (sales-web-api.md 5.9, sourced).
  func set(_ property: Property, of table: TableDefinition, _ key: KeyAddress, to value: JSON?) throws -> HTTPResponse {
    try product.store.transaction { () throws in
      guard let existing = try handler.resolver.find(table, key) else { throw errors.updateTargetNotFound(table: table, key: key.pairs) }
      try checkConditions(existing, table, key)
      guard !table.isReadOnly else { throw errors.readOnly(table: table) }
      let changes = try draft(table, [property.name: value ?? .null], mode: .update)
      _ = try product.update(table, existing, changes, in: handler.session)
    }
    return HTTPResponse(204)
  }

  func delete(_ table: TableDefinition, _ key: KeyAddress) throws -> HTTPResponse {
    try product.store.transaction { () throws in
      let existing = try handler.resolver.find(table, key)
      try checkConditions(existing, table, key)
      guard let existing else { throw errors.updateTargetNotFound(table: table, key: key.pairs) }
      guard !table.isReadOnly else { throw errors.readOnly(table: table) }
      try product.delete(table, existing, in: handler.session)
    }
    return HTTPResponse(204)
  }

  // MARK: Steps

  var bodyReader: BodyReader {
    BodyReader(product: product, resolver: handler.resolver, service: handler.service, contentIDs: handler.contentIDs)
  }

  func draft(_ table: TableDefinition, _ object: JSONObject, mode: BodyReader.Mode) throws -> Draft {
    try bodyReader.draft(table, object, mode: mode)
  }

  func create(_ table: TableDefinition, _ draft: Draft) throws -> Row {
    guard !table.isReadOnly else { throw errors.readOnly(table: table) }
    var draft = draft
    for (name, payload) in draft.nestedTargets {
      let (navigation, target) = try navigation(name, of: table)
      LinkColumns(of: navigation, to: try create(target, try self.draft(target, payload, mode: .create))).set(on: &draft)
    }
    guard !draft.nested.isEmpty || !draft.joining.isEmpty else { return try product.create(table, draft, in: handler.session) }
    let row = try product.together { try createWithChildren(table, draft) }
    // The children may have changed their parent: totals, flags, the version.
    return try product.store.row(row.table, key: row.key) ?? row
  }

  private func createWithChildren(_ table: TableDefinition, _ draft: Draft) throws -> Row {
    let row = try product.create(table, draft, in: handler.session)
    for (name, payloads) in draft.nested {
      let (navigation, child) = try navigation(name, of: table)
      let link = LinkColumns(of: navigation, owner: row, model: product.model)
      for payload in payloads {
        var nested = try self.draft(child, payload, mode: .create)
        link.set(on: &nested)
        let created = try create(child, nested)
        if let pair = navigation.intersect { try ManyToMany(handler, pair).join(row, created) }
      }
    }
    for (name, rows) in draft.joining {
      let (navigation, child) = try navigation(name, of: table)
      for other in rows {
        if let pair = navigation.intersect {
          try ManyToMany(handler, pair).join(row, other)
          continue
        }
        var changes = Draft(other.table)
        LinkColumns(of: navigation, owner: row, model: product.model).set(on: &changes)
        _ = try product.update(child, other, changes, in: handler.session)
      }
    }
    return row
  }

  private func navigation(_ name: String, of table: TableDefinition) throws -> (NavigationProperty, TableDefinition) {
    guard let navigation = product.model.edm.entityType(table.name)?.navigationProperty(name),
      let target = product.model.table(navigation.targetType)
    else { throw errors.unknownPropertyInBody(name, table: table) }
    return (navigation, target)
  }

  /// `If-Match` and `If-None-Match` (sales-web-api.md 5.10).
  private func checkConditions(_ existing: Row?, _ table: TableDefinition, _ key: KeyAddress) throws {
    if let condition = handler.request.headers["If-Match"] {
      guard let existing else {
        throw rules.patchCreates
          ? errors.rowNotFound(table: table, key: key.pairs) : errors.updateTargetNotFound(table: table, key: key.pairs)
      }
      let tags = condition.split(separator: ",").map { String($0).trimmingBlanks() }
      guard try tags.contains("*") || tags.contains(RowTags(product, rules.etags).tag(of: existing, table)) else {
        throw errors.versionMismatch(table: table)
      }
    }
    if handler.request.headers["If-None-Match"] == "*", existing != nil { throw errors.alreadyExists(table: table) }
  }

  private func createdResponse(_ row: Row, _ table: TableDefinition) throws -> HTTPResponse {
    let address = "\(handler.service.rootURL)/\(handler.canonicalPath(of: row, table))"
    switch handler.preferences.returns {
    case .representation:
      return try EntityReader(handler).representation(
        of: row, table, status: 201, headers: ["Location": address, "Preference-Applied": "return=representation"])
    case nil where rules.createReturnsRow:
      return try EntityReader(handler).representation(of: row, table, status: 201, headers: ["Location": address])
    default:
      return HTTPResponse(204, headers: ["Location": address, "OData-EntityId": address])
    }
  }
}
