import EntityStore
import OData
import PlantedBugs

/// Answers GET: collections page by page, single entities, single properties, counts.
struct EntityReader {
  let handler: EntityHandler
  private let lookups: LookupMemory
  private let details: RowDetails?
  private let tags: RowTags

  init(_ handler: EntityHandler) {
    self.handler = handler
    tags = RowTags(handler.product, handler.rules.etags)
    lookups = LookupMemory(handler.resolver)
    details = RowDetails.areWanted(by: handler) ? RowDetails(handler, lookups) : nil
  }

  var product: any Product { handler.product }
  var rules: ProtocolRules { handler.rules }
  var errors: any ErrorCatalog { handler.errors }
  private var model: ServiceModel { product.model }

  // MARK: Collections

  func collection(_ table: TableDefinition, _ scope: Scope?) throws -> HTTPResponse {
    let query = handler.query
    let tracking = rules.tracksChanges && handler.preferences.tracksChanges && scope == nil ? ChangeTracking(handler) : nil
    try tracking?.checkFirstRead(table)
    var trackingToken = tracking?.newToken()
    var store = try storeQuery(table, scope, query)
    if !query.apply.isEmpty { return try ApplyReader(handler: handler, table: table, base: store).answer() }
    var pageNumber = 1
    var pageSize = min(handler.preferences.maxPageSize ?? rules.pageSizeMax, rules.pageSizeMax)
    var remaining = isPageOfLink(query) ? nil : query.top
    if let token = query.skipToken {
      guard rules.paging == .cookie, let cookie = PagingCookie(token) else { throw errors.badPageToken() }
      store.after = cookie.cursor
      pageNumber = cookie.page
      if let begun = cookie.tracking { trackingToken = begun }
    }
    store.offset = query.skip ?? 0
    if let top = remaining {
      // Dataverse ignores the page size where $top is given (sales-web-api.md 5.3).
      if rules.paging == .cookie { pageSize = rules.pageSizeMax }
      pageSize = min(pageSize, top)
      remaining = top - pageSize
    }
    store.limit = pageSize
    let shape = try shape(table)
    if details == nil, tracking == nil { store.columns = shape.columns }
    let page = pageSize == 0 ? StoreQuery.Page(rows: [], next: nil) : try product.store.page(store)
    var writer = JSONWriter(reservingCapacity: 1024 + page.rows.count * shape.plan.rowBytes)
    writer.beginObject()
    if handler.format.metadata != .none {
      writer.name("@odata.context")
      writer.write(context(of: table, query))
    }
    try writeCounts(query.count ? store : nil, to: &writer)
    writer.name("value")
    writer.beginArray()
    let shown = PlantedBug.pageEndsEarly.isOn && page.next != nil ? page.rows.dropLast() : page.rows[...]
    for row in shown { try write(row, table, shape, to: &writer) }
    writer.endArray()
    if let next = page.next, remaining ?? 1 > 0 {
      writer.name("@odata.nextLink")
      writer.write(nextLink(behind: next, page: pageNumber, shown: page.rows.count, remaining: remaining, trackingToken))
    } else if let tracking, let trackingToken {
      // On the last page only [inferred]; it leads back to where the first page began.
      writer.name("@odata.deltaLink")
      writer.write(tracking.link(table, trackingToken))
    }
    writer.endObject()
    return handler.json(
      200, writer.bytes,
      headers: handler.appliedPreferences(isPaged: rules.paging == .cookie && query.top == nil, tracksChanges: tracking != nil))
  }

  /// The columns of a row that expansions of lookups look at; `nil` where it may be any of them.
  private func columns(followedBy expansions: [RowShape.Expansion], of table: TableDefinition) -> [Int]? {
    let schema = model.schema(table.name)
    var columns: [Int] = []
    for navigation in expansions.map(\.navigation) {
      guard !navigation.isCollection else { return nil }
      columns += (navigation.constraints.map(\.property) + [navigation.discriminator].compactMap { $0 }).compactMap(schema.index(of:))
    }
    return columns
  }

  /// Whether `$top` stands there because a next link brought it.
  private func isPageOfLink(_ query: Query) -> Bool { rules.nextLinksHaveTop && query.skip != nil && query.top == rules.pageSizeMax }

  /// The addresses of the rows of a collection: `…/$ref`.
  func references(_ table: TableDefinition, _ scope: Scope?) throws -> HTTPResponse {
    var store = try storeQuery(table, scope, handler.query)
    store.limit = min(handler.query.top ?? rules.pageSizeMax, handler.preferences.maxPageSize ?? rules.pageSizeMax, rules.pageSizeMax)
    var pageNumber = 1
    if let token = handler.query.skipToken {
      guard let cookie = PagingCookie(token) else { throw errors.badPageToken() }
      store.after = cookie.cursor
      pageNumber = cookie.page
    }
    let page = try product.store.page(store)
    var body = handler.envelope(context: "\(handler.service.rootURL)/$metadata#Collection($ref)")
    body.append(
      "value",
      .array(page.rows.map { ["@odata.id": .string("\(handler.service.rootURL)/\(handler.canonicalPath(of: $0, table))")] }))
    if let next = page.next, handler.query.top == nil {
      body.append(
        "@odata.nextLink", .string(nextLink(behind: next, page: pageNumber, shown: page.rows.count, remaining: nil, nil)))
    }
    return handler.json(200, JSON.object(body).encoded())
  }

  /// What changed: rows as they are now, then the keys of those that are gone (sales-web-api.md 5.11, sourced).
  /// - Parameter link: where to go on: to the rest of the changes, or, when these are the last, to those still to come.
  func delta(_ table: TableDefinition, rows: [Row], deletions: [[Value]], link: String, isLast: Bool) throws -> HTTPResponse {
    let shape = try shape(table)
    var writer = JSONWriter(reservingCapacity: 1024 + rows.count * shape.plan.rowBytes)
    writer.beginObject()
    if handler.format.metadata != .none {
      writer.name("@odata.context")
      writer.write(context(of: table, handler.query) + "/$delta")
    }
    writer.name("value")
    writer.beginArray()
    for row in rows { try write(row, table, shape, to: &writer) }
    for key in deletions {
      writer.write(
        [
          "@odata.context": .string("\(handler.service.rootURL)/$metadata#\(table.entitySet)/$deletedEntity"),
          "id": .string(key.map(\.description).joined(separator: ",")), "reason": "deleted",
        ] as JSON)
    }
    writer.endArray()
    writer.name(isLast ? "@odata.deltaLink" : "@odata.nextLink")
    writer.write(link)
    writer.endObject()
    return handler.json(200, writer.bytes, headers: handler.appliedPreferences(isPaged: true, tracksChanges: false))
  }

  /// `@odata.count` and the annotations beside it. Dataverse tells its own count of -1 where none was asked for [inferred].
  func writeCounts(_ counted: StoreQuery?, to writer: inout JSONWriter) throws {
    let annotations = handler.preferences.annotations
    let total = try counted.map { try product.store.count($0) }
    let shown = total.map { min($0, rules.countMax ?? $0) }
    if let shown {
      writer.name("@odata.count")
      if handler.format.textNumbers { writer.write(String(shown)) } else { writer.write(Value.int(Int64(shown))) }
    }
    guard !annotations.isEmpty, rules.annotatesValues else { return }
    if annotations.includes(Annotation.totalRecordCount) {
      writer.name("@\(Annotation.totalRecordCount)")
      writer.write(Value.int(Int64(shown ?? -1)))
    }
    if annotations.includes(Annotation.totalRecordCountLimitExceeded) {
      writer.name("@\(Annotation.totalRecordCountLimitExceeded)")
      writer.write(Value.bool(total != shown))
    }
    if annotations.includes(Annotation.globalMetadataVersion) {
      writer.name("@\(Annotation.globalMetadataVersion)")
      writer.write(String(model.tables.reduce(0) { $0 + $1.columns.count }))
    }
  }

  func count(_ table: TableDefinition, _ scope: Scope?) throws -> HTTPResponse {
    let total =
      try handler.query.deltaToken.map { try ChangeTracking(handler).count(table, $0) }
      ?? product.store.count(try storeQuery(table, scope, handler.query))
    let shown = rules.countMax.map { min($0, total) } ?? total
    // Dataverse starts this body with a byte-order mark (sales-web-api.md 5.4, sourced).
    let mark: [UInt8] = rules.paging == .cookie ? [0xEF, 0xBB, 0xBF] : []
    return HTTPResponse(200, headers: ["Content-Type": "text/plain"], body: mark + Array(String(shown).utf8))
  }

  /// What the client asks of a table, within what it may see of it.
  func storeQuery(_ table: TableDefinition, _ scope: Scope?, _ query: Query) throws -> StoreQuery {
    let parts = [try product.visibility(of: table, in: handler.session), scope?.filter].compactMap { $0 }
    let filter = try query.filter.map { try handler.plainCondition($0.replacingAliases(query.aliases), of: table) }
    return StoreQuery(
      model.schema(table.name), filter: filter,
      orderBy: query.orderBy.map { OrderItem($0.expression.replacingAliases(query.aliases), descending: $0.descending) },
      restriction: parts.dropFirst().reduce(parts.first) { sum, next in sum.map { .and($0, next) } }, limitedToModel: true)
  }

  /// The address of the next page: the same request, with the position behind the last row.
  func nextLink(behind next: StoreQuery.Cursor, page: Int, shown: Int, remaining: Int?, _ tracking: DeltaToken?) -> String {
    let target = handler.request.target
    let mark = target.firstIndex(of: "?")
    let path = mark.map { target[..<$0] } ?? Substring(target)
    var options = mark.map { target[target.index(after: $0)...].split(separator: "&").map(String.init) } ?? []
    func drop(_ name: String) {
      options.removeAll { $0.hasPrefix("\(name)=") || $0.hasPrefix("%24\(name.dropFirst())=") }
    }
    switch rules.paging {
    case .cookie:
      drop("$skiptoken")
      options.append(
        "$skiptoken=" + PercentEncoding.encode(PagingCookie(cursor: next, page: page + 1, tracking: tracking).text, in: .queryValue))
    case .positional:
      drop("$skip")
      options.append("$skip=\((handler.query.skip ?? 0) + shown)")
      if let top = remaining ?? (rules.nextLinksHaveTop ? rules.pageSizeMax : nil) {
        drop("$top")
        options.append("$top=\(top)")
      }
    }
    return "\(handler.service.hostURL)\(path)?\(options.joined(separator: "&"))"
  }

  // MARK: Single entities

  func entity(_ table: TableDefinition, _ key: KeyAddress) throws -> HTTPResponse {
    guard let row = try handler.resolver.find(table, key) else { throw errors.rowNotFound(table: table, key: key.pairs) }
    // Never with what the row's version says nothing about (sales-web-api.md 5.10, sourced).
    if let known = handler.request.headers["If-None-Match"], known == (try tags.tag(of: row, table)), handler.query.expand.isEmpty,
      !handler.preferences.includesAnnotations
    {
      return HTTPResponse(304, headers: ["ETag": known])
    }
    return try representation(of: row, table, status: 200)
  }

  /// One row as the body of an answer, with `$select` and `$expand` of the request.
  func representation(
    of row: Row, _ table: TableDefinition, status: Int, headers: HTTPHeaders = [:], ignoresExpand: Bool = false, columns: [String]? = nil
  ) throws -> HTTPResponse {
    var query = handler.query
    if let columns { query.select = columns.map { SelectItem($0) } }
    let asAsked = columns == nil && (!ignoresExpand || query.expand.isEmpty)
    if ignoresExpand { query.expand = [] }
    let shape = try asAsked ? shape(table) : shape(table, query)
    var writer = JSONWriter(reservingCapacity: shape.plan.rowBytes)
    let etag = try tags.tag(of: row, table)
    try write(row, etag, table, shape, context: context(of: table, query) + "/$entity", to: &writer)
    var all = headers
    all["ETag"] = etag
    if let applied = handler.appliedPreferences(isPaged: false)["Preference-Applied"] {
      all["Preference-Applied"] = all["Preference-Applied"].map { "\($0),\(applied)" } ?? applied
    }
    return handler.json(status, writer.bytes, headers: all)
  }

  func property(_ table: TableDefinition, _ key: KeyAddress, _ property: Property, raw: Bool) throws -> HTTPResponse {
    guard let row = try handler.resolver.find(table, key) else { throw errors.rowNotFound(table: table, key: key.pairs) }
    let value = property.name == "versionnumber" ? Value.int(row.version) : row[property.name]
    if value.isNull { return HTTPResponse(204) }
    if raw { return HTTPResponse(200, headers: ["Content-Type": "text/plain"], body: Array(value.description.utf8)) }
    let path = "\(handler.service.rootURL)/$metadata#\(handler.canonicalPath(of: row, table))/\(property.name)"
    var body = handler.envelope(context: path)
    body.append("value", handler.format.textNumbers && property.type.isLargeNumber ? .string(value.description) : JSON(value))
    return handler.json(200, JSON.object(body).encoded())
  }

  // MARK: Writing rows

  /// What the request's own query makes of rows of a table.
  /// - Throws: the product's refusal of a name in `$select` or `$expand` that the table does not have.
  private func shape(_ table: TableDefinition) throws -> RowShape {
    try handler.knownQuery.shape(of: table, bringsKey: product.rules.selectBringsKey) { try shape(table, handler.query) }
  }

  /// - Throws: as the other.
  func shape(_ table: TableDefinition, _ query: Query) throws -> RowShape {
    let plan = try plan(table, query)
    let expansions = try query.expand.map { try expansion($0, of: table) }
    let followed = query.select == nil ? nil : columns(followedBy: expansions, of: table)
    return RowShape(
      plan: plan, expansions: expansions,
      columns: followed.map {
        ColumnSelection(plan.fields.map(\.column) + tags.columns(of: table) + $0, of: model.schema(table.name))
      })
  }

  private func expansion(_ item: ExpandItem, of table: TableDefinition) throws -> RowShape.Expansion {
    guard let navigation = model.edm.entityType(table.name)?.navigationProperty(item.path[0]),
      let target = model.table(navigation.targetType)
    else { throw errors.unknownPropertyInQuery(item.path[0], table: table) }
    return RowShape.Expansion(
      item: item, navigation: navigation, target: target, shape: item.suffix == nil ? try shape(target, item.query) : nil)
  }

  private func plan(_ table: TableDefinition, _ query: Query) throws -> RowPlan {
    guard let type = model.edm.entityType(table.name) else { throw errors.unknownResource(path: table.entitySet, segment: table.entitySet) }
    let question = RowPlan.Question(table: table.name, select: query.selectedPaths, bringsKey: product.rules.selectBringsKey)
    return try handler.service.rowPlans.answer(to: question) { try RowPlan(table, type, question, product) }
  }

  func context(of table: TableDefinition, _ query: Query) -> String {
    let columns = query.selectedPaths.map { "(\($0.joined(separator: ",")))" } ?? ""
    return "\(handler.service.rootURL)/$metadata#\(table.entitySet)\(columns)"
  }

  func write(_ row: Row, _ table: TableDefinition, _ shape: RowShape, to writer: inout JSONWriter) throws {
    try write(row, handler.format.metadata == .none ? "" : try tags.tag(of: row, table), table, shape, context: nil, to: &writer)
  }

  private func write(
    _ row: Row, _ etag: String, _ table: TableDefinition, _ shape: RowShape, context: String?, to writer: inout JSONWriter
  ) throws {
    writer.beginObject()
    if handler.format.metadata != .none {
      if let context {
        writer.name("@odata.context")
        writer.write(context)
      }
      details?.beginRow(row, table, to: &writer)
      writer.name("@odata.etag")
      writer.write(etag)
    }
    let readsEmpty = rules.readsEmptyInsteadOfNull
    if let details {
      for field in shape.plan.fields {
        var value = field.kind == .version ? Value.int(row.version) : row.values[field.column]
        if readsEmpty, value.isNull, row.table.columns[field.column].type == .string { value = "" }
        try details.write(value, field, of: row, table, to: &writer)
      }
    } else {
      shape.plan.write(row, emptyForNull: readsEmpty, to: &writer)
    }
    for expansion in shape.expansions { try expand(expansion, of: row, table, isOnSet: context == nil, to: &writer) }
    details?.endRow(row, table, expanded: shape.expansions.map(\.item), to: &writer)
    writer.endObject()
  }

  /// - Parameter isOnSet: the row is one of a collection, or nested in another.
  private func expand(
    _ expansion: RowShape.Expansion, of row: Row, _ table: TableDefinition, isOnSet: Bool, to writer: inout JSONWriter
  ) throws {
    let (item, navigation, target) = (expansion.item, expansion.navigation, expansion.target)
    guard let shape = expansion.shape else { return try expandReference(navigation, of: row, target, to: &writer) }
    writer.name(navigation.name)
    if navigation.isCollection {
      let scope = try handler.resolver.scope(of: navigation, owner: row)
      var related = try storeQuery(target, scope, item.query)
      related.limit = min(item.query.top ?? rules.pageSizeMax, rules.pageSizeMax)
      let rows = isOnSet && !rules.fillsExpandedCollectionsOfSets ? [] : try product.store.page(related).rows
      writer.beginArray()
      for related in rows { try write(related, target, shape, to: &writer) }
      writer.endArray()
      // Even where the array is complete (sales-web-api.md 5.5, sourced).
      if isOnSet, rules.linksExpandedCollections {
        writer.name("\(navigation.name)@odata.nextLink")
        writer.write("\(handler.service.rootURL)/\(handler.canonicalPath(of: row, table))/\(navigation.name)\(options(of: item.query))")
      }
    } else if let related = try lookup(navigation, of: row, target) {
      try write(related, target, shape, to: &writer)
    } else if let (related, table) = try alternative(navigation, of: row) {
      try write(related, table, try self.shape(table, item.query), to: &writer)
    } else {
      writer.writeNull()
    }
  }

  /// The row of another table that the same navigation property may lead to.
  private func alternative(_ navigation: NavigationProperty, of row: Row) throws -> (Row, TableDefinition)? {
    for name in navigation.alternatives {
      if let table = model.table(name), let related = try lookup(navigation, of: row, table) { return (related, table) }
    }
    return nil
  }

  /// `$expand=lookup/$ref`: the address instead of the row.
  private func expandReference(
    _ navigation: NavigationProperty, of row: Row, _ target: TableDefinition, to writer: inout JSONWriter
  ) throws {
    // Words sourced (sales-web-api.md 5.5).
    guard !navigation.isCollection else {
      throw errors.badQuery("Expand with $ref is only supported on lookup type navigation property.")
    }
    writer.name(navigation.name)
    guard let related = try lookup(navigation, of: row, target) else { return writer.writeNull() }
    writer.beginObject()
    writer.name("@odata.id")
    writer.write("\(handler.service.rootURL)/\(handler.canonicalPath(of: related, target))")
    writer.endObject()
  }

  /// Nested options as those of a request of its own.
  private func options(of query: Query) -> String {
    let text = query.description
    return text.isEmpty ? "" : "?" + text
  }

  private func lookup(_ navigation: NavigationProperty, of row: Row, _ target: TableDefinition) throws -> Row? {
    if let discriminator = navigation.discriminator, row[discriminator] != .string(navigation.targetType) { return nil }
    let columns = navigation.constraints.map(\.referencedProperty)
    let values = navigation.constraints.map { row[$0.property] }
    if values.contains(.null) { return nil }
    return try lookups.row(target, columns, values)
  }
}
