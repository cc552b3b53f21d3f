import OData
import Twin

/// `RetrieveMetadataChanges`: chosen properties of chosen definitions in one answer (reference of the function and of
/// `EntityQueryExpression`). Definitions do not change while a twin runs, so that a version stamp changes nothing.
struct MetadataChanges {
  let catalog: MetadataCatalog
  let namespace: String
  let errors: any ErrorCatalog

  func answer(_ arguments: PathSegment.Arguments?, _ request: ResourceRequest) throws -> ResourceAnswer {
    var query: JSON = [:]
    if case .named(let list)? = arguments, let argument = list.first(where: { $0.name == "Query" }) {
      guard let given = JSON(argument: argument.value, aliases: request.query.aliases) else {
        throw errors.badQuery("The parameter 'Query' of 'RetrieveMetadataChanges' is no EntityQueryExpression.")
      }
      query = given
    }
    let tables = try catalog.tables.filter { try holds(query["Criteria"], for: $0) }
    let chosen = names(query["Properties"])
    let entities = try tables.map { table in
      var object = object(table, query["Properties"])
      for (name, part) in [("Attributes", "AttributeQuery"), ("Keys", "KeyQuery")] where chosen?.contains(name) ?? true {
        object.append(
          name,
          .array(
            try nodes(table, name).filter { try holds(query[part]?["Criteria"], for: $0) }.map {
              .object(self.object($0, query[part]?["Properties"]))
            }))
      }
      for name in ["OneToManyRelationships", "ManyToOneRelationships"] where chosen?.contains(name) ?? true {
        let part = query["RelationshipQuery"]
        object.append(
          name,
          .array(
            try nodes(table, name).filter { try holds(part?["Criteria"], for: $0) }.map {
              .object(self.object($0, part?["Properties"]))
            }))
      }
      return JSON.object(object)
    }
    return .object(
      ["ServerVersionStamp": "1!01/01/2018 00:00:00", "DeletedMetadata": nil, "EntityMetadata": .array(entities)],
      context: "\(namespace).RetrieveMetadataChangesResponse")
  }

  private func nodes(_ table: MetadataNode, _ collection: String) -> [MetadataNode] {
    table.collections.first { $0.name == collection }?.nodes.value ?? []
  }

  /// The names of `MetadataPropertiesExpression`; `nil` for all.
  private func names(_ properties: JSON?) -> [String]? {
    guard let properties, properties["AllProperties"] != .bool(true) else { return nil }
    return properties["PropertyNames"]?.arrayValue?.compactMap(\.stringValue)
  }

  /// What is asked for; a property the type does not have is left out. Choices come inline, since nothing expands here.
  private func object(_ node: MetadataNode, _ properties: JSON?) -> JSONObject {
    let wanted = names(properties)
    var object: JSONObject = node.type == "EntityMetadata" ? [:] : ["@odata.type": .string("#\(namespace).Complex\(node.type)")]
    for member in node.members.members where wanted?.contains(member.name) ?? true || member.name == "MetadataId" {
      object.append(member.name, member.value)
    }
    for single in node.singles where wanted?.contains(single.name) ?? true {
      object.append(single.name, single.node.map { .object($0.members) } ?? .null)
    }
    return object
  }

  // MARK: Criteria

  private func holds(_ criteria: JSON?, for node: MetadataNode, depth: Int = 0) throws -> Bool {
    guard let criteria, !criteria.isNull else { return true }
    guard depth < 50 else { throw errors.badQuery("The filters of the query are nested too deeply.") }
    var results: [Bool] = []
    for condition in criteria["Conditions"]?.arrayValue ?? [] { results.append(try holds(condition: condition, for: node)) }
    for filter in criteria["Filters"]?.arrayValue ?? [] { results.append(try holds(filter, for: node, depth: depth + 1)) }
    if results.isEmpty { return true }
    return criteria["FilterOperator"]?.stringValue == "Or" ? results.contains(true) : !results.contains(false)
  }

  private func holds(condition: JSON, for node: MetadataNode) throws -> Bool {
    let name = condition["PropertyName"]?.stringValue ?? ""
    let member = node.members[name] ?? .null
    // Managed properties compare by their value.
    let value = member["Value"] ?? member
    let given = condition["Value"]?["Value"] ?? condition["Value"] ?? .null
    switch condition["ConditionOperator"]?.stringValue {
    case "Equals", nil: return same(value, given)
    case "NotEquals": return !same(value, given)
    case "In": return (given.arrayValue ?? [given]).contains { same(value, $0) }
    case "NotIn": return !(given.arrayValue ?? [given]).contains { same(value, $0) }
    case "GreaterThan": return order(value, given).map { $0 > 0 } ?? false
    case "LessThan": return order(value, given).map { $0 < 0 } ?? false
    case let other?: throw errors.badQuery("'\(other)' is no condition over metadata.")
    }
  }

  /// Values come as JSON or as text.
  private func same(_ a: JSON, _ b: JSON) -> Bool { a == b || (a.stringValue ?? a.text) == (b.stringValue ?? b.text) }

  private func order(_ a: JSON, _ b: JSON) -> Int? {
    guard let a = a.numberValue, let b = b.numberValue ?? b.stringValue.flatMap({ ExactDecimal($0) }) else { return nil }
    return a == b ? 0 : a < b ? -1 : 1
  }
}
