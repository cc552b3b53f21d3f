import OData
import StrictYAML

/// The `with:` of a step: properties and lookups with the values to write.
///
/// A lookup is written in business words and becomes an `@odata.bind`: by record (`customerid: ${account}`), by business
/// key (`transactioncurrencyid: USD`), by table and business key (`customerid: {account: A-1}`), or by properties of the
/// target (`defaultuomid: {name: ea}`). The explicit form `"customerid_account@odata.bind"` works as well.
struct PropertyAssignments: Sendable {
  let members: [(key: YAML.Scalar, value: Literal)]
  let entity: EntityPath

  static func empty(_ entity: EntityPath) -> PropertyAssignments { PropertyAssignments(members: [], entity: entity) }

  private init(members: [(key: YAML.Scalar, value: Literal)], entity: EntityPath) {
    self.members = members
    self.entity = entity
  }

  init(_ yaml: YAML?, _ entity: EntityPath, _ context: ReadingContext) {
    self.entity = entity
    guard let yaml else {
      members = []
      return
    }
    guard case .map(let pairs, _) = yaml else {
      context.report(yaml.position, "'with' must be a mapping of properties to values, not \(yaml.kind)")
      members = []
      return
    }
    let schema = context.schema(of: entity)
    members = pairs.map { ($0.key, Literal($0.value, context.collector)) }
    for (key, value) in pairs { StateCheck(entity.type.property(key.text), of: entity, context)?.check(value) }
    for (key, value) in members {
      let name = key.text.hasSuffix("@odata.bind") ? String(key.text.dropLast("@odata.bind".count)) : key.text
      if entity.type.property(name) != nil || entity.type.navigationProperty(name) != nil { continue }
      if schema.lookup(name, to: Self.target(value), on: entity.type) != nil { continue }
      if case .scalar = value, Self.isLookup(name, entity.type) { continue }
      context.report(
        key.position, "\(entity.text) has no property '\(name)'\(Suggestion.phrase(for: name, among: schema.names(of: entity.type)))")
    }
  }

  /// `customerid`, whose navigations are `customerid_account` and `customerid_contact`.
  private static func isLookup(_ name: String, _ type: EntityType) -> Bool {
    type.navigationProperties.contains { !$0.isCollection && ($0.name.hasPrefix("\(name)_") || $0.name.hasPrefix("\(name)id_")) }
  }

  /// The table named in `{account: A-1}`.
  private static func target(_ value: Literal) -> String? {
    if case .map(let members, _) = value, members.count == 1 { members[0].key.text } else { nil }
  }

  /// The JSON to send.
  func payload(_ run: ScenarioRun) async throws -> JSONObject {
    var object = JSONObject()
    for (key, value) in members {
      if key.text.hasSuffix("@odata.bind") {
        object.append(key.text, try value.json(run))
      } else if let property = entity.type.property(key.text) {
        object.append(key.text, try value.json(run, as: property.type))
      } else {
        let (name, address) = try await bind(key, value, run)
        object.append("\(name)@odata.bind", address)
      }
    }
    return object
  }

  private func bind(_ key: YAML.Scalar, _ value: Literal, _ run: ScenarioRun) async throws -> (String, JSON) {
    let client = run.client(entity)
    func navigation(_ target: String?) throws -> NavigationProperty {
      if let found = client.schema.lookup(key.text, to: target, on: entity.type) { return found }
      throw ScenarioFailure(key.position, "\(entity.text) has no lookup '\(key.text)'\(target.map { " to \($0)" } ?? "")")
    }
    switch value {
    case .scalar(let text):
      if let name = text.wholeReference, let record = run.captured(name)?.record {
        let target = client.schema.model.entityType(ofSet: record.entitySet)?.name
        return (try navigation(target).name, .string("/\(record.entitySet)\(record.predicate)"))
      }
      let lookup = try navigation(nil)
      let json = try text.json(run, as: nil)
      if json.isNull { return (lookup.name, .null) }
      return (lookup.name, try await address(lookup, businessKey(lookup, json, text.position, client), text.position, client))
    case .map(let members, let position):
      if members.count == 1, let lookup = client.schema.lookup(key.text, to: members[0].key.text, on: entity.type),
        lookup.targetType == members[0].key.text
      {
        let json = try members[0].value.json(run)
        return (lookup.name, try await address(lookup, businessKey(lookup, json, position, client), position, client))
      }
      let lookup = try navigation(nil)
      let type = client.schema.model.entityType(lookup.targetType)
      let conditions = try members.map { ($0.key.text, try $0.value.json(run, as: type?.property($0.key.text)?.type)) }
      return (lookup.name, try await address(lookup, conditions, position, client))
    case .list(_, let position): throw ScenarioFailure(position, "a lookup points at one record, not at a list")
    }
  }

  private func businessKey(
    _ lookup: NavigationProperty, _ value: JSON, _ position: SourcePosition, _ client: SystemClient
  ) throws -> [(
    String, JSON
  )] {
    let key = client.schema.businessKey(lookup.targetSet)
    guard key.count == 1 else {
      throw ScenarioFailure(position, "\(lookup.targetSet) has no business key of one property; write the properties, such as {name: …}")
    }
    let type = client.schema.model.entityType(lookup.targetType)?.property(key[0])?.type
    return [(key[0], value.fitted(to: type))]
  }

  private func address(
    _ lookup: NavigationProperty, _ conditions: [(String, JSON)], _ position: SourcePosition, _ client: SystemClient
  ) async throws -> JSON {
    do {
      return .string("/\(lookup.targetSet)\(try await client.resolve(lookup.targetSet, conditions))")
    } catch let error as NoSuchRecord {
      throw ScenarioFailure(position, "\(error)")
    }
  }
}
