import EntityStore
import OData

/// The columns that make a link between two rows, and what they must hold for it.
///
/// A link is kept in the lookup of one of both rows: the row itself for a single-valued navigation property, the other one
/// for a collection.
struct LinkColumns {
  let columns: [String]
  let values: [Value]

  /// For a lookup of `navigation` that points at `target`.
  init(of navigation: NavigationProperty, to target: Row) {
    let discriminator = navigation.discriminator
    columns = navigation.constraints.map(\.property) + [discriminator].compactMap { $0 }
    values = navigation.constraints.map { target[$0.referencedProperty] } + (discriminator == nil ? [] : [.string(navigation.targetType)])
  }

  /// For the rows of a collection of `owner`: what they hold when they belong to it.
  init(of collection: NavigationProperty, owner: Row, model: ServiceModel) {
    let back = collection.partner.flatMap { model.edm.entityType(collection.targetType)?.navigationProperty($0) }
    columns = collection.constraints.map(\.referencedProperty) + [back?.discriminator].compactMap { $0 }
    values = collection.constraints.map { owner[$0.property] } + (back?.discriminator == nil ? [] : [.string(owner.table.name)])
  }

  var scope: Scope { Scope(columns: columns, values: values) }

  func set(on draft: inout Draft) { for (column, value) in zip(columns, values) { draft[column] = value } }

  func clear(on draft: inout Draft) { for column in columns { draft[column] = .null } }

  /// Whether a row holds the link.
  func hold(in row: Row) -> Bool { zip(columns, values).allSatisfy { row[$0] == $1 } }
}
