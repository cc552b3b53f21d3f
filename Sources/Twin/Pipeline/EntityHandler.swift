import EntityStore
import OData

/// One request for entities: finds out what its path leads to and answers.
struct EntityHandler {
  let service: TwinService
  let request: HTTPRequest
  /// The path below the service root as it was sent.
  let path: String
  let knownQuery: KnownQuery
  let session: Session
  let contentIDs: [String: String]
  let preferences: Preferences
  let format: PayloadFormat

  init(
    service: TwinService, request: HTTPRequest, path: String, query: KnownQuery, session: Session, contentIDs: [String: String]
  ) {
    self.service = service
    self.request = request
    self.path = path
    knownQuery = query
    self.session = session
    self.contentIDs = contentIDs
    preferences = Preferences(request.headers)
    format = query.query.format.map(PayloadFormat.init(option:)) ?? PayloadFormat(accept: request.headers["Accept"])
  }

  var product: any Product { service.product }
  var query: Query { knownQuery.query }
  var rules: ProtocolRules { service.rules }
  var errors: any ErrorCatalog { product.errors }
  var resolver: AddressResolver { AddressResolver(service: service, session: session, path: path, aliases: query.aliases) }

  func handle(_ resource: ResourcePath) throws -> HTTPResponse {
    try DialectCheck(rules: rules, errors: errors).check(query)
    let target = try resolver.resolve(resource)
    service.limits?.kind = target.costKind(request.method)
    try checkPrivilege(target)
    try checkAccept(target)
    try ExpandCheck(product: product).check(query, of: target)
    switch (request.method, target) {
    case (.get, .collection(let table, nil)) where query.deltaToken != nil:
      return try ChangeTracking(self).changes(table, query.deltaToken ?? "")
    case (.get, .collection(let table, let scope)):
      if scope == nil, !query.custom.isEmpty, let translated = try product.translate(query.custom, table) {
        return try EntityReader(self).translated(table, translated)
      }
      return try EntityReader(self).collection(table, scope)
    case (.get, .count(let table, let scope)): return try EntityReader(self).count(table, scope)
    case (.get, .references(let table)) where rules.supportsLinks: return try EntityReader(self).references(table, nil)
    case (_, .link(let link)): return try LinkHandler(self, link).answer()
    case (_, .bulk(let operation, let table)): return try BulkWriter(self).run(operation, table)
    case (_, .resource(let path)): return try answer(path)
    case (.get, .entity(let table, let key)): return try EntityReader(self).entity(table, key)
    case (.get, .property(let table, let key, let property, let raw)):
      return try EntityReader(self).property(table, key, property, raw: raw)
    case (.get, .nothing): return HTTPResponse(204)
    case (.post, .collection(let table, let scope)): return try EntityWriter(self).post(table, scope)
    case (.patch, .entity(let table, let key)): return try EntityWriter(self).patch(table, key)
    case (.put, .entity(let table, let key)) where rules.putUpdates: return try EntityWriter(self).patch(table, key)
    case (.delete, .entity(let table, let key)): return try EntityWriter(self).delete(table, key)
    case (.put, .property(let table, let key, let property, false)) where rules.writesSingleProperties:
      guard let value = try bodyObject(table: table)["value"] else {
        throw errors.badBody("The body has no 'value'.", table: table)
      }
      return try EntityWriter(self).set(property, of: table, key, to: value)
    case (.delete, .property(let table, let key, let property, false)) where rules.writesSingleProperties:
      return try EntityWriter(self).set(property, of: table, key, to: nil)
    case (_, .operation(let operation, let bound)): return try invoke(operation, bound)
    default: throw errors.methodNotAllowed(request.method.rawValue, path: path)
    }
  }

  /// Reads that answer with JSON need a client that takes it. Writes do not ask: their answer is often empty, and what was written
  /// would stay.
  private func checkAccept(_ target: Target) throws {
    guard rules.refusesOtherMediaTypes, request.method == .get, query.format == nil, let accept = request.headers["Accept"] else { return }
    switch target {
    case .count, .nothing, .property(_, _, _, raw: true): return
    default: guard PayloadFormat.isAcceptable(accept) else { throw errors.notAcceptable(accept) }
    }
  }

  private func answer(_ path: ResourcePath) throws -> HTTPResponse {
    let request = ResourceRequest(method: request.method, path: path, text: self.path, query: query, rootURL: service.rootURL)
    switch try product.answer(request) {
    case .noContent: return HTTPResponse(204)
    case .object(let object, let context):
      let body = envelope(context: "\(service.rootURL)/$metadata#\(context)")
      return json(200, JSON.object(JSONObject(body.members + object.members)).encoded())
    }
  }

  private func invoke(_ operation: Operation, _ bound: Target.Bound) throws -> HTTPResponse {
    let wanted: HTTPRequest.Method = operation.kind == .action ? .post : .get
    guard request.method == wanted else { throw errors.methodNotAllowed(request.method.rawValue, path: path) }
    var parameters = request.body.isEmpty ? JSONObject() : try bodyObject(table: nil)
    var row: Row?
    switch bound {
    case .unbound(let arguments): add(arguments, to: &parameters)
    case .collection: break
    case .entity(let table, let key, let arguments):
      add(arguments, to: &parameters)
      guard let found = try resolver.find(table, key) else { throw errors.rowNotFound(table: table, key: key.pairs) }
      row = found
    }
    try ParameterCheck(errors: errors, model: product.model.edm).check(parameters, of: operation)
    let boundRow = row
    let result = try product.store.transaction {
      try product.invoke(operation, on: boundRow, parameters: parameters, in: session)
    }
    return try answer(result)
  }

  private func add(_ arguments: [Expression.NamedArgument], to parameters: inout JSONObject) {
    for argument in arguments { parameters[argument.name] = JSON(argument: argument.value, aliases: query.aliases) }
  }

  private func answer(_ result: OperationResult) throws -> HTTPResponse {
    switch result {
    case .nothing: return HTTPResponse(204)
    case .entity(let row, let table, let columns):
      return try EntityReader(self).representation(of: row, table, status: 200, columns: columns)
    case .value(let json, let type):
      var body = envelope(context: "\(service.rootURL)/$metadata#\(type)")
      if let object = json.objectValue {
        for member in object.members { body.append(member.name, member.value) }
      } else {
        body.append("value", json)
      }
      return self.json(200, JSON.object(body).encoded())
    }
  }

  /// An object that begins with its context, unless the client wants no metadata.
  func envelope(context: String) -> JSONObject { format.metadata == .none ? [:] : ["@odata.context": .string(context)] }

  /// An answer in the form the client asked for.
  func json(_ status: Int, _ body: [UInt8], headers: HTTPHeaders = [:]) -> HTTPResponse {
    var all = headers
    all["Content-Type"] = format.contentType
    return HTTPResponse(status, headers: all, body: body)
  }

  /// `Preference-Applied` of a read: what of `Prefer` the answer honours.
  func appliedPreferences(isPaged: Bool, tracksChanges: Bool = false) -> HTTPHeaders {
    guard rules.annotatesValues else { return [:] }
    var applied: [String] = []
    if tracksChanges { applied.append("odata.track-changes") }
    if isPaged, let size = preferences.maxPageSize { applied.append("odata.maxpagesize=\(size)") }
    if preferences.includesAnnotations { applied.append("odata.include-annotations=\"\(preferences.annotations.text)\"") }
    return applied.isEmpty ? [:] : ["Preference-Applied": applied.joined(separator: ",")]
  }

  /// The body as an object.
  func bodyObject(table: TableDefinition?) throws -> JSONObject {
    if rules.refusesOtherMediaTypes, let type = request.headers["Content-Type"], !type.lowercased().contains("json") {
      throw errors.unsupportedMediaType(type)
    }
    let json: JSON
    do {
      json = try JSON(decoding: request.body)
    } catch {
      throw errors.badBody("The body is not valid JSON: \(error).", table: table)
    }
    guard let object = json.objectValue else { throw errors.badBody("The body is not a JSON object.", table: table) }
    return object
  }

  /// `accounts(7d0…)`, `CustomersV2(dataAreaId='usmf',CustomerAccount='US-001')`, percent-encoded.
  func canonicalPath(of row: Row, _ table: TableDefinition) -> String {
    let key =
      table.key.count == 1
      ? row[table.key[0]].literalText
      : table.key.map { "\($0)=\(row[$0].literalText)" }.joined(separator: ",")
    return "\(table.entitySet)(\(PercentEncoding.encode(key, in: .pathSegment)))"
  }
}
