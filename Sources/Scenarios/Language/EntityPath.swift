import OData
import StrictYAML

/// `sales/accounts`: a system and one of its entity sets.
struct EntityPath: Sendable {
  let system: SystemName
  let set: String
  let type: EntityType
  let position: SourcePosition

  init(system: SystemName, set: String, type: EntityType, position: SourcePosition) {
    self.system = system
    self.set = set
    self.type = type
    self.position = position
  }

  /// Reports an unknown system or set with what it may have meant.
  init?(_ scalar: YAML.Scalar, _ context: ReadingContext) {
    let parts = scalar.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let systems = SystemName.allCases.map(\.rawValue)
    guard parts.count == 2 else {
      context.report(scalar.position, "'\(scalar.text)' names no entity; write system/entitySet, such as sales/accounts")
      return nil
    }
    guard let system = SystemName(rawValue: parts[0]) else {
      context.report(
        scalar.position,
        "'\(parts[0])' is no system\(Suggestion.phrase(for: parts[0], among: systems)); there are \(systems.joined(separator: " and "))")
      return nil
    }
    let model = context.schemas[system].model
    guard let type = model.entityType(ofSet: parts[1]) else {
      context.report(
        scalar.position,
        "\(system.rawValue) has no entity set '\(parts[1])'\(Suggestion.phrase(for: parts[1], among: model.entitySets.map(\.name)))")
      return nil
    }
    self.system = system
    set = parts[1]
    self.type = type
    position = scalar.position
  }

  var text: String { "\(system.rawValue)/\(set)" }
}
