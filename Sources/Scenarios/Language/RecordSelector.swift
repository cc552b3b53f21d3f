import OData
import StrictYAML

/// The `key:` of a step: which record it is about. A captured record (`${order}`), a value of the business key (`A-1`), or
/// properties (`{quotenumber: Q-1}`).
struct RecordSelector: Sendable {
  enum Form: Sendable {
    case value(Interpolation)
    case properties([(key: YAML.Scalar, value: Literal)])
  }

  let form: Form
  let entity: EntityPath
  let position: SourcePosition

  init?(_ yaml: YAML, _ entity: EntityPath, _ context: ReadingContext) {
    self.entity = entity
    position = yaml.position
    switch yaml {
    case .scalar(let scalar): form = .value(Interpolation(scalar, context.collector))
    case .map(let pairs, _):
      for (key, _) in pairs where entity.type.property(key.text) == nil {
        let hint = Suggestion.phrase(for: key.text, among: entity.type.properties.map(\.name))
        context.report(key.position, "\(entity.text) has no property '\(key.text)'\(hint)")
      }
      form = .properties(pairs.map { ($0.key, Literal($0.value, context.collector)) })
    case .list(_, let position):
      context.report(position, "'key' must be a value or a mapping of properties, not a list")
      return nil
    }
  }

  /// The address of the record.
  /// - Parameter client: who looks for it, where that is not the client of the entity.
  /// - Throws: `NoSuchRecord` when nothing or too much is found by a query; addressing by key does not look.
  func predicate(_ run: ScenarioRun, by client: SystemClient? = nil) async throws -> String {
    if case .value(let text) = form, let name = text.wholeReference, let record = run.captured(name)?.record {
      guard record.system == entity.system, record.entitySet == entity.set else {
        throw ScenarioFailure(position, "'\(name)' is a record of \(record.system.rawValue)/\(record.entitySet), not of \(entity.text)")
      }
      return record.predicate
    }
    return try await (client ?? run.client(entity)).resolve(entity.set, try businessKey(run))
  }

  /// The properties and values that name the record to people.
  func businessKey(_ run: ScenarioRun) throws -> [(String, JSON)] {
    switch form {
    case .properties(let members):
      return try members.map { ($0.key.text, try $0.value.json(run, as: entity.type.property($0.key.text)?.type)) }
    case .value(let text):
      let key = run.client(entity).schema.businessKey(entity.set)
      if let name = text.wholeReference, let captured = run.captured(name), captured.record != nil {
        return key.compactMap { property in captured.json[property].map { (property, $0) } }
      }
      guard key.count == 1 else {
        throw ScenarioFailure(position, "\(entity.text) has no business key of one property; write {property: value, …}")
      }
      return [(key[0], try text.json(run, as: entity.type.property(key[0])?.type))]
    }
  }

  func subject(_ run: ScenarioRun) -> RecordSubject? {
    guard let key = try? businessKey(run), !key.isEmpty else { return nil }
    return RecordSubject(system: entity.system, entitySet: entity.set, key: key)
  }
}
