import OData
import StrictYAML

/// What the rows of a load belong to, as lines belong to orders: rows of another load, or records a system holds by then.
struct LoadParent: Sendable {
  enum Owner: Sendable {
    case load(String)
    case records(EntityPath, property: String)
  }

  let owner: Owner
  /// The column that names the parent.
  let column: String
  /// A row whose parent is not there is left out and counted, instead of being a bad row.
  let leavesOrphansOut: Bool

  static let keys = ["load", "entity", "property", "column", "missing"]

  /// Reads `{load: orders, column: OrderID}` or `{entity: sales/salesorders, property: ordernumber, column: OrderID}`.
  init?(_ yaml: YAML, _ context: ReadingContext) {
    guard let map = MapReader(yaml, what: "'parent'", keys: Self.keys, context.collector), let column = map.requiredText("column") else {
      return nil
    }
    self.column = column.text
    leavesOrphansOut = map.word("missing", among: ["bad", "leaveOut"]) == "leaveOut"
    if map.has("entity") {
      guard let path = map.text("entity"), let entity = EntityPath(path, context), let property = map.requiredText("property") else {
        return nil
      }
      if entity.type.property(property.text) == nil {
        let hint = Suggestion.phrase(for: property.text, among: entity.type.properties.map(\.name))
        context.report(property.position, "\(entity.text) has no property '\(property.text)'\(hint)")
      }
      owner = .records(entity, property: property.text)
    } else {
      guard let load = map.requiredText("load") else { return nil }
      owner = .load(load.text)
    }
  }

  var title: String {
    switch owner {
    case .load(let name): "the load '\(name)'"
    case .records(let entity, _): entity.text
    }
  }
}
