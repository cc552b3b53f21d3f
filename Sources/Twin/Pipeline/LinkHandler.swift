import EntityStore
import OData

/// Answers `…/$ref`: reads addresses, associates and disassociates rows (sales-web-api.md 5.9, sourced).
struct LinkHandler {
  private let handler: EntityHandler
  private let link: Link
  private let target: TableDefinition

  init(_ handler: EntityHandler, _ link: Link) throws {
    guard let target = handler.product.model.table(link.navigation.targetType) else {
      throw handler.errors.unknownResource(path: handler.path, segment: link.navigation.name)
    }
    self.handler = handler
    self.link = link
    self.target = target
  }

  private var product: any Product { handler.product }
  private var errors: any ErrorCatalog { handler.errors }

  func answer() throws -> HTTPResponse {
    guard handler.rules.supportsLinks else { throw errors.methodNotAllowed(handler.request.method.rawValue, path: handler.path) }
    switch (handler.request.method, link.navigation.isCollection) {
    case (.get, false): return try readSingle()
    case (.get, true): return try EntityReader(handler).references(target, handler.resolver.scope(of: link.navigation, owner: owner()))
    case (.put, false): return try associate()
    case (.post, true) where link.other == nil: return try associate()
    case (.delete, false): return try disassociate(nil)
    case (.delete, true): return try disassociate(try other())
    default: throw errors.methodNotAllowed(handler.request.method.rawValue, path: handler.path)
    }
  }

  private func readSingle() throws -> HTTPResponse {
    guard let found = try handler.resolver.linked(by: link.navigation, of: owner(), target) else { return HTTPResponse(204) }
    var body = handler.envelope(context: "\(handler.service.rootURL)/$metadata#$ref")
    body.append("@odata.id", .string("\(handler.service.rootURL)/\(handler.canonicalPath(of: found, target))"))
    return handler.json(200, JSON.object(body).encoded())
  }

  // MARK: Writing

  private func associate() throws -> HTTPResponse {
    let body = try handler.bodyObject(table: link.table)
    guard let url = (body["@odata.id"] ?? body["@id"])?.stringValue else {
      throw errors.badBody("The body has no '@odata.id' that says what to link.", table: link.table)
    }
    try product.store.transaction { () throws in
      let owner = try owner()
      let linked = try reader.linkedRow(url, by: link.navigation, table: link.table)
      if let pair = link.navigation.intersect {
        try ManyToMany(handler, pair).join(owner, linked)
      } else if link.navigation.isCollection {
        try write(target, linked, columns(of: owner), isSet: true)
      } else {
        try write(link.table, owner, LinkColumns(of: link.navigation, to: linked), isSet: true)
      }
    }
    return HTTPResponse(204)
  }

  /// - Parameter other: the row of a collection that the request names.
  private func disassociate(_ other: Row?) throws -> HTTPResponse {
    try product.store.transaction { () throws in
      let owner = try owner()
      if let other, let pair = link.navigation.intersect {
        try ManyToMany(handler, pair).part(owner, target, other)
      } else if let other {
        let columns = columns(of: owner)
        guard columns.hold(in: other) else { throw errors.rowNotFound(table: target, key: zip(target.key, other.key).map { ($0, $1) }) }
        try write(target, other, columns, isSet: false)
      } else if let linked = try handler.resolver.linked(by: link.navigation, of: owner, target) {
        try write(link.table, owner, LinkColumns(of: link.navigation, to: linked), isSet: false)
      }
    }
    return HTTPResponse(204)
  }

  private func write(_ table: TableDefinition, _ row: Row, _ link: LinkColumns, isSet: Bool) throws {
    guard !table.isReadOnly else { throw errors.readOnly(table: table) }
    // A lookup that is fixed when a row is created: the refusal is [proposed].
    guard let lookup = table.lookups.first(where: { link.columns.contains($0.column) }), lookup.canUpdate else {
      throw errors.badBody("The link of '\(table.name)' can only be made when the row is created.", table: table)
    }
    if !isSet, lookup.isRequired { throw errors.requiredMissing(column: lookup.name, table: table) }
    var changes = Draft(row.table)
    if isSet { link.set(on: &changes) } else { link.clear(on: &changes) }
    _ = try product.update(table, row, changes, in: handler.session)
  }

  // MARK: Rows

  private var reader: BodyReader { EntityWriter(handler).bodyReader }

  private func owner() throws -> Row {
    guard let row = try handler.resolver.find(link.table, link.key) else {
      throw errors.rowNotFound(table: link.table, key: link.key.pairs)
    }
    return row
  }

  private func columns(of owner: Row) -> LinkColumns { LinkColumns(of: link.navigation, owner: owner, model: product.model) }

  /// The row named by `collection(key)/$ref` or by `collection/$ref?$id=address`.
  private func other() throws -> Row {
    if let key = link.other {
      guard let row = try handler.resolver.find(target, key) else { throw errors.rowNotFound(table: target, key: key.pairs) }
      return row
    }
    guard let address = handler.query.id else {
      throw errors.badQuery(
        "Which row of '\(link.navigation.name)' is to be taken away: '\(link.navigation.name)(key)/$ref' or '$id=address'?")
    }
    return try reader.linkedRow(address, by: link.navigation, table: link.table)
  }
}

/// A navigation property of one row, addressed to be read or changed itself.
struct Link {
  let table: TableDefinition
  let key: KeyAddress
  let navigation: NavigationProperty
  /// The row of a collection that stands in parentheses.
  let other: KeyAddress?
}
