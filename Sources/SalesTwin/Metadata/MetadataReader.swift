import OData
import Twin

/// Answers reads of metadata: follows the path through the definitions, applies `$select`, `$filter`, `$expand`, `$orderby`,
/// `$top` and `$count`. Nothing is paged (sourced: query-data-web-api).
struct MetadataReader {
  let catalog: MetadataCatalog
  let errors: any ErrorCatalog
  let namespace: String

  /// The collections a path begins with, and the type of what they hold.
  static let roots = [
    "EntityDefinitions": "EntityMetadata", "RelationshipDefinitions": "RelationshipMetadataBase",
    "GlobalOptionSetDefinitions": "OptionSetMetadataBase",
  ]

  private enum Place {
    case collection([MetadataNode], type: String)
    case node(MetadataNode, type: String)
    case value(JSON)
    case nothing
  }

  func answer(_ request: ResourceRequest) throws -> ResourceAnswer {
    guard request.method == .get || request.method == .head else {
      throw ServiceError.notEmulated("changing tables, columns, keys and relationships")
    }
    if case .name("RetrieveMetadataChanges", let arguments)? = request.path.segments.first {
      return try MetadataChanges(catalog: catalog, namespace: namespace, errors: errors).answer(arguments, request)
    }
    var segments = request.path.segments[...]
    guard case .name(let root, let key)? = segments.popFirst(), let type = Self.roots[root] else { throw unknown(request, nil) }
    let all =
      switch root {
      case "EntityDefinitions": catalog.tables
      case "RelationshipDefinitions": catalog.relationships
      default: catalog.optionSets
      }
    var context = root
    var place = Place.collection(all, type: type)
    if let key {
      place = .node(try find(key, in: all, of: root, request), type: type)
      context += "('\(keyText(key))')"
    }
    for segment in segments {
      place = try follow(segment, from: place, request)
      if case .name(let name, let arguments) = segment { context += "/\(name)" + (arguments.map { "('\(keyText($0))')" } ?? "") }
    }
    switch place {
    case .nothing: return .noContent
    case .value(let value): return .object(["value": value], context: context)
    case .node(let node, let type):
      return .object(try object(node, declared: type, request.query), context: segments.isEmpty ? "\(root)/$entity" : "\(context)/$entity")
    case .collection(let nodes, let type):
      let (objects, total) = try objects(nodes, declared: type, request.query)
      var body: JSONObject = request.query.count ? ["@odata.count": JSON(Value.int(Int64(total)))] : [:]
      body.append("value", .array(objects.map { .object($0) }))
      return .object(body, context: context)
    }
  }

  // MARK: Path

  private func follow(_ segment: PathSegment, from place: Place, _ request: ResourceRequest) throws -> Place {
    switch (segment, place) {
    case (.system("$count"), .collection(let nodes, _)): return .value(JSON(Value.int(Int64(nodes.count))))
    case (.name(let name, let key), _) where name.hasPrefix(namespace + "."):
      let type = String(name.dropFirst(namespace.count + 1))
      switch place {
      case .collection(let nodes, _):
        let cast = nodes.filter { $0.isA(type) }
        guard let key else { return .collection(cast, type: type) }
        return .node(try find(key, in: cast, of: name, request), type: type)
      case .node(let node, _) where node.isA(type) && key == nil: return .node(node, type: type)
      default: throw unknown(request, name)
      }
    case (.name(let name, let key), .node(let node, _)):
      if let collection = node.collections.first(where: { $0.name == name }) {
        guard let key else { return .collection(collection.nodes.value, type: collection.elementType) }
        return .node(try find(key, in: collection.nodes.value, of: name, request), type: collection.elementType)
      }
      guard key == nil else { throw unknown(request, name) }
      if let single = node.singles.first(where: { $0.name == name }) { return single.node.map { .node($0, type: $0.type) } ?? .nothing }
      guard let value = node.members[name] else { throw unknown(request, name) }
      return value.isNull ? .nothing : .value(value)
    default:
      if case .name(let name, _) = segment { throw unknown(request, name) }
      throw unknown(request, nil)
    }
  }

  private func find(
    _ key: PathSegment.Arguments, in nodes: [MetadataNode], of collection: String, _ request: ResourceRequest
  ) throws -> MetadataNode {
    let (member, wanted): (String, Expression)
    switch key {
    case .single(let value): (member, wanted) = ("MetadataId", value)
    case .named(let list):
      guard list.count == 1, ["MetadataId", "LogicalName", "SchemaName", "Name"].contains(list[0].name) else {
        throw errors.badQuery("The key in the request URI is not valid for resource '\(collection)'.")
      }
      (member, wanted) = (list[0].name, list[0].value)
    }
    var given = wanted
    if case .alias(let name) = wanted, let alias = request.query.aliases.first(where: { $0.name == name }) { given = alias.value }
    guard case .literal(.primitive(let value)) = given else {
      throw errors.badQuery("The key in the request URI is not valid for resource '\(collection)'.")
    }
    if let node = nodes.first(where: { $0.text(member) == value.description }) { return node }
    // QueryBuilderNoEntity and NoAttribute (sourced codes: ERR); the texts follow those of other reads [inferred].
    if collection == "Attributes" {
      throw ServiceError(
        status: 404, code: "0x80041103", message: "'\(value.description)': The specified attribute does not exist on this entity.")
    }
    throw ServiceError(status: 404, code: "0x80041102", message: "'\(value.description)': The specified entity was not found.")
  }

  private func keyText(_ key: PathSegment.Arguments) -> String {
    let value: Expression? =
      switch key {
      case .single(let value): value
      case .named(let list): list.first?.value
      }
    if case .literal(.primitive(let value))? = value { return value.description }
    return ""
  }

  private func unknown(_ request: ResourceRequest, _ segment: String?) -> ServiceError {
    errors.unknownResource(path: request.text, segment: segment)
  }

  // MARK: Query

  /// - Parameter declared: the type the address promises; objects of derived types say theirs.
  private func objects(_ nodes: [MetadataNode], declared: String, _ query: Query) throws -> (objects: [JSONObject], total: Int) {
    if let filter = query.filter { try checkFilter(filter) }
    // Only filter and order look at them, and finding those that all nodes have takes a while.
    let columns = query.filter == nil && query.orderBy.isEmpty ? [] : columns(of: nodes, declared: declared)
    // Filter, order and the rest work on the members; `$select` and `$expand` come after, object by object.
    var rest = query
    rest.select = nil
    let tagged = nodes.enumerated().map { position, node in
      var members = node.members
      members.append("#", JSON(Value.int(Int64(position))))
      return members
    }
    do {
      let page = try ObjectQuery(rest, columns: columns).page(of: tagged)
      let found = page.objects.compactMap { $0["#"]?.numberValue?.exactInt64 }.map { nodes[Int($0)] }
      return (try found.map { try object($0, declared: declared, query) }, page.total)
    } catch let error as ObjectQueryError {
      throw refusal(error, declared)
    }
  }

  private func object(_ node: MetadataNode, declared: String, _ query: Query) throws -> JSONObject {
    var object: JSONObject = node.type == declared ? [:] : ["@odata.type": .string("#\(namespace).\(node.type)")]
    object = JSONObject(object.members + node.members.members)
    do {
      var chosen = query
      chosen.select?.append("MetadataId")
      object = try ObjectQuery(chosen, columns: node.members.members.map(\.name)).selected([object])[0]
    } catch {
      throw refusal(error, declared)
    }
    for item in query.expand {
      let name = item.path.joined(separator: "/")
      if let collection = node.collections.first(where: { $0.name == name }) {
        let (objects, _) = try objects(collection.nodes.value, declared: collection.elementType, item.query)
        object.append(name, .array(objects.map { .object($0) }))
      } else if let single = node.singles.first(where: { $0.name == name }) {
        object.append(name, try single.node.map { .object(try self.object($0, declared: $0.type, item.query)) } ?? .null)
      } else {
        throw errors.badQuery("Could not find a property named '\(name)' on type '\(namespace).\(declared)'.")
      }
    }
    return object
  }

  /// What a query over objects of a type may name: the members all of that type have.
  private func columns(of nodes: [MetadataNode], declared: String) -> [String] {
    guard let first = nodes.first else { return Self.membersOfAll }
    let own = nodes.first { $0.type == declared } ?? first
    let names = own.members.members.map(\.name)
    if own.type == declared { return names }
    return names.filter { name in nodes.allSatisfy { $0.members[name] != nil } }
  }

  /// Where there is nothing to look at, the names every definition has.
  private static let membersOfAll = [
    "MetadataId", "LogicalName", "SchemaName", "EntityLogicalName", "Name", "RelationshipType", "AttributeType", "IsManaged", "HasChanged",
  ]

  /// Functions are not for metadata: 501 with the code of a resource that is not there (sourced: field reports).
  private func checkFilter(_ filter: Expression) throws {
    switch filter {
    case .call(let name, _):
      throw ServiceError(status: 501, code: "0x8006088a", message: "The function '\(name)' is not supported on metadata tables.")
    case .qualifiedCall(let name, _):
      throw ServiceError(status: 501, code: "0x8006088a", message: "The function '\(name)' is not supported on metadata tables.")
    case .and(let a, let b), .or(let a, let b), .comparison(_, let a, let b):
      try checkFilter(a)
      try checkFilter(b)
    case .not(let a): try checkFilter(a)
    default: break
    }
  }

  private func refusal(_ error: ObjectQueryError, _ type: String) -> ServiceError {
    switch error {
    case .unknownMember(let name): errors.badQuery("Could not find a property named '\(name)' on type '\(namespace).\(type)'.")
    case .unsupported(let reason): errors.badQuery(reason)
    }
  }
}
