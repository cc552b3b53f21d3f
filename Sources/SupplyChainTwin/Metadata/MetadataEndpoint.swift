import OData
import Twin

/// `/metadata`: entities, enumerations and labels to read, with query options that the data itself does not take
/// (supply-chain-odata.md 5.1; `Labels` and `DataEntities` sourced: S12; `PublicEntities` and `PublicEnumerations` inferred: S34).
struct MetadataEndpoint: FurtherEndpoint {
  let root = "/metadata"
  let catalog: EntityCatalog
  let errors: SupplyChainErrors
  /// About single entities, by host and address: every engine asks for those it writes.
  let known: RememberedAnswers<[String], HTTPResponse>

  private static let labels = "Labels"
  /// As context links write it.
  private static let rootInLinks = "/Metadata"

  func answer(_ request: FurtherRequest) throws -> HTTPResponse {
    guard request.request.method == .get || request.request.method == .head else {
      throw errors.methodNotAllowed(request.request.method.rawValue, path: request.path)
    }
    if request.path.isEmpty { return serviceDocument(request) }
    let path: ResourcePath
    do { path = try ODataParser().parsePath(request.path) } catch { throw unknown(request) }
    guard case .name(let name, let arguments)? = path.segments.first else {
      if path.segments == [.system("$metadata")] { throw ServiceError.notEmulated("$metadata of /metadata") }
      throw unknown(request)
    }
    let query: Query
    do { query = try ODataParser().parseQuery(request.query) } catch { throw errors.badQuery(error.description) }
    if name == Self.labels, path.segments.count == 1 { return try label(arguments, request) }
    guard let collection = catalog.collections.first(where: { $0.name == name }) else { throw unknown(request) }
    switch (arguments, path.segments.count) {
    case (let arguments?, 1):
      return try known.answer(to: [request.hostURL, request.path, request.query]) {
        try object(key(arguments, of: collection.key, request), collection, query, request)
      }
    case (nil, 1): return try page(collection, query, request)
    case (nil, 2) where path.segments[1] == .system("$count"):
      let total = try asked { () throws(ObjectQueryError) in
        try ObjectQuery(query, columns: collection.columns).page(of: collection.objects).total
      }
      return HTTPResponse(200, headers: ["Content-Type": "text/plain"], body: Array(String(total).utf8))
    default: throw unknown(request)
    }
  }

  private func serviceDocument(_ request: FurtherRequest) -> HTTPResponse {
    let sets = (catalog.collections.map(\.name) + [Self.labels]).map { name -> JSON in
      ["name": .string(name), "kind": "EntitySet", "url": .string(name)]
    }
    return json(["@odata.context": .string(context(request)), "value": .array(sets)])
  }

  private func page(_ collection: EntityCatalog.Collection, _ query: Query, _ request: FurtherRequest) throws -> HTTPResponse {
    let page = try asked { () throws(ObjectQueryError) in
      try ObjectQuery(query, columns: collection.columns).page(of: collection.objects)
    }
    var body: JSONObject = ["@odata.context": .string("\(context(request))#\(collection.name)\(selected(query))")]
    if query.count { body.append("@odata.count", JSON(Value.int(Int64(page.total)))) }
    body.append("value", .array(page.objects.map(JSON.object)))
    return json(body)
  }

  private func object(
    _ key: [String], _ collection: EntityCatalog.Collection, _ query: Query, _ request: FurtherRequest
  ) throws -> HTTPResponse {
    guard let found = collection.object(key) else { throw errors.nothingThere }
    let object = try asked { () throws(ObjectQueryError) in
      try ObjectQuery(query, columns: collection.columns).selected([found])
    }.first
    let body: JSONObject = ["@odata.context": .string("\(context(request))#\(collection.name)\(selected(query))/$entity")]
    return json(JSONObject(body.members + (object?.members ?? [])))
  }

  /// A label; in every language its US English text, because the twin has no other (proposed).
  private func label(_ arguments: PathSegment.Arguments?, _ request: FurtherRequest) throws -> HTTPResponse {
    guard let arguments else { throw ServiceError.notEmulated("the list of all labels") }
    let key = try key(arguments, of: ["Id", "Language"], request)
    guard let text = catalog.text(ofLabel: key[0]) else { throw errors.nothingThere }
    return json([
      "@odata.context": .string("\(context(request))#\(Self.labels)/$entity"), "Id": .string(key[0]), "Language": .string(key[1]),
      "Value": .string(text),
    ])
  }

  // MARK: Parts

  private func key(_ arguments: PathSegment.Arguments, of columns: [String], _ request: FurtherRequest) throws -> [String] {
    switch arguments {
    case .single(.literal(.primitive(.string(let value)))) where columns.count == 1: return [value]
    case .named(let list) where list.count == columns.count:
      return try columns.map { column in
        guard case .literal(.primitive(.string(let value)))? = list.first(where: { $0.name == column })?.value else {
          throw unknown(request)
        }
        return value
      }
    default: throw unknown(request)
    }
  }

  private func asked<T>(_ body: () throws(ObjectQueryError) -> T) throws -> T {
    do {
      return try body()
    } catch {
      switch error {
      case .unknownMember(let name): throw errors.badQuery("Could not find a property named '\(name)'.")
      case .unsupported(let reason): throw errors.badQuery(reason)
      }
    }
  }

  private func selected(_ query: Query) -> String { query.selectedPaths.map { "(\($0.joined(separator: ",")))" } ?? "" }

  private func context(_ request: FurtherRequest) -> String { "\(request.hostURL)\(Self.rootInLinks)/$metadata" }

  private func unknown(_ request: FurtherRequest) -> ServiceError {
    errors.unknownResource(path: request.path.isEmpty ? root : "\(root)/\(request.path)", segment: nil)
  }

  private func json(_ body: JSONObject) -> HTTPResponse {
    HTTPResponse(200, headers: ["Content-Type": "application/json; odata.metadata=minimal"], body: JSON.object(body).encoded())
  }
}
