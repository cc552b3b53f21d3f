import OData
import StrictYAML

/// `sales/accounts`: a system and one of its entity sets. `forms/CDSSalesOrderHeaders` is one of Supply Chain as people have it before
/// them, who do not come over OData: forms are there at every level.
struct EntityPath: Sendable {
  let system: SystemName
  let set: String
  let type: EntityType
  let position: SourcePosition
  private(set) var isOnForms = false

  static let forms = "forms"

  init(system: SystemName, set: String, type: EntityType, position: SourcePosition) {
    self.system = system
    self.set = set
    self.type = type
    self.position = position
  }

  /// Reports an unknown system or set with what it may have meant.
  init?(_ scalar: YAML.Scalar, _ context: ReadingContext) {
    let parts = scalar.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let systems = SystemName.allCases.map(\.rawValue) + [Self.forms]
    guard parts.count == 2 else {
      context.report(scalar.position, "'\(scalar.text)' names no entity; write system/entitySet, such as sales/accounts")
      return nil
    }
    isOnForms = parts[0] == Self.forms
    guard let system = isOnForms ? .supplyChain : SystemName(rawValue: parts[0]) else {
      let known = SystemName.allCases.map(\.rawValue)
      context.report(
        scalar.position,
        "'\(parts[0])' is no system\(Suggestion.phrase(for: parts[0], among: systems)); there are \(known.joined(separator: " and "))")
      return nil
    }
    let schemas = context.schemas(of: system, onForms: isOnForms)
    guard let type = schemas.lazy.compactMap({ $0.model.entityType(ofSet: parts[1]) }).first else {
      let known = schemas.flatMap { $0.model.entitySets.map(\.name) }
      let isElsewhere = context.standard?[system].model.entitySet(parts[1]) != nil
      let hint =
        isElsewhere
        ? "; other places have it: leave the step out with 'onlyAt', or say what the scenario 'needs'"
        : Suggestion.phrase(for: parts[1], among: known)
      context.report(scalar.position, "\(system.rawValue) has no entity set '\(parts[1])'\(hint)")
      return nil
    }
    self.system = system
    set = parts[1]
    self.type = type
    position = scalar.position
  }

  var text: String { "\(isOnForms ? Self.forms : system.rawValue)/\(set)" }
}
