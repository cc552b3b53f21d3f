import OData
import StrictYAML

/// The `has:` of an expectation: properties of a record and what each must be. `customerid_account.accountnumber` follows
/// a lookup.
struct PropertyExpectations: Sendable {
  let members: [(key: YAML.Scalar, expected: Expected)]
  let entity: EntityPath?

  init(_ yaml: YAML, _ entity: EntityPath?, _ context: ReadingContext) {
    self.entity = entity
    guard case .map(let pairs, _) = yaml else {
      context.report(yaml.position, "expected a mapping of properties to values, not \(yaml.kind)")
      members = []
      return
    }
    members = pairs.map { ($0.key, Expected($0.value, context.collector)) }
    guard let entity else { return }
    let schema = context.schema(of: entity)
    for (key, value) in pairs { StateCheck(entity.type.property(key.text), of: entity, context)?.check(value) }
    for (key, _) in members {
      let parts = key.text.split(separator: ".").map(String.init)
      var type = entity.type
      if parts.count == 2, let navigation = type.navigationProperty(parts[0]), let target = schema.model.entityType(navigation.targetType) {
        type = target
      } else if parts.count > 2 {
        context.report(key.position, "'\(key.text)' follows more than one lookup; read the record behind the first one, or use a 'where:'")
        continue
      } else if parts.count != 1 {
        context.report(
          key.position,
          "\(entity.text) has no lookup '\(parts.first ?? "")'\(Suggestion.phrase(for: parts.first ?? "", among: schema.names(of: type)))")
        continue
      }
      let name = parts[parts.count - 1]
      if type.property(name) == nil, !name.hasPrefix("@") {
        context.report(
          key.position, "\(entity.text) has no property '\(name)'\(Suggestion.phrase(for: name, among: type.properties.map(\.name)))")
      }
    }
  }

  /// What must be expanded to see every property.
  var expand: [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for (key, _) in members {
      let parts = key.text.split(separator: ".").map(String.init)
      if parts.count == 2 { result[parts[0], default: []].insert(parts[1]) }
    }
    return result
  }

  /// - Throws: `ScenarioFailure` for the first property that is not as expected.
  func check(_ record: JSONObject, subject: RecordSubject?, _ run: ScenarioRun) throws {
    for (key, expected) in members {
      let type = key.text.contains(".") ? nil : entity?.type.property(key.text)?.type
      try expected.check(try value(key, in: record), what: key.text, as: type, subject: subject, run)
    }
  }

  /// Whether a record fits, for finding it among others.
  func fits(_ record: JSONObject, _ run: ScenarioRun) throws -> Bool {
    for (key, expected) in members {
      let type = key.text.contains(".") ? nil : entity?.type.property(key.text)?.type
      if try expected.mismatch(try value(key, in: record), as: type, run) != nil { return false }
    }
    return true
  }

  private func value(_ key: YAML.Scalar, in record: JSONObject) throws -> JSON {
    let parts = key.text.split(separator: ".").map(String.init)
    var value = JSON.object(record)
    for part in parts {
      if value.isNull { return .null }
      // Names of headers are the same in any case, and a header that was not sent is none.
      if parts[0] == "headers", entity == nil, parts.count == 2, part == parts[1] { return value[part.lowercased()] ?? .null }
      guard let next = value[part] else {
        throw ScenarioFailure(
          key.position, "the record has no '\(part)'\(Suggestion.phrase(for: part, among: value.objectValue?.members.map(\.name) ?? []))")
      }
      value = next
    }
    return value
  }
}
