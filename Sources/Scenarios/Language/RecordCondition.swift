import OData
import StrictYAML

/// The `where:` of a step: an OData filter as text, or properties that must have these values.
struct RecordCondition: Sendable {
  enum Form: Sendable {
    case filter(Interpolation)
    case properties([(key: YAML.Scalar, value: Literal)])
  }

  let form: Form
  let entity: EntityPath

  init?(_ yaml: YAML, _ entity: EntityPath, _ context: ReadingContext) {
    self.entity = entity
    switch yaml {
    case .scalar(let scalar): form = .filter(Interpolation(scalar, context.collector))
    case .map(let pairs, _):
      for (key, value) in pairs { StateCheck(entity.type.property(key.text), of: entity, context)?.check(value) }
      for (key, _) in pairs where entity.type.property(key.text) == nil {
        let hint = Suggestion.phrase(for: key.text, among: entity.type.properties.map(\.name))
        context.report(key.position, "\(entity.text) has no property '\(key.text)'\(hint)")
      }
      form = .properties(pairs.map { ($0.key, Literal($0.value, context.collector)) })
    case .list(_, let position):
      context.report(position, "'where' must be a filter or a mapping of properties, not a list")
      return nil
    }
  }

  func filter(_ run: ScenarioRun) throws -> String {
    switch form {
    case .filter(let text): return try text.text(run)
    case .properties(let members):
      let conditions = try members.map { ($0.key.text, try $0.value.json(run, as: entity.type.property($0.key.text)?.type)) }
      return run.client(entity).filter(conditions, entity.type)
    }
  }
}
