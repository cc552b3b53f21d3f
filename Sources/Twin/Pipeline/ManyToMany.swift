import EntityStore
import OData

/// Joins rows that a table of pairs keeps together, and parts them.
struct ManyToMany {
  private let handler: EntityHandler
  private let pair: NavigationProperty.Intersect

  init(_ handler: EntityHandler, _ pair: NavigationProperty.Intersect) {
    self.handler = handler
    self.pair = pair
  }

  private var product: any Product { handler.product }

  /// Rows that are joined already are refused, as the product does [sourced: the code of duplicates of pairs].
  func join(_ owner: Row, _ other: Row) throws {
    let pairs = try pairs()
    guard try found(owner, other) == nil else {
      throw handler.errors.duplicate(table: pairs, key: pairs.name, columns: [pair.near, pair.far], values: [])
    }
    var draft = Draft(product.model.schema(pair.table))
    draft[pair.near] = owner[pair.key]
    draft[pair.far] = other[pair.targetKey]
    _ = try product.create(pairs, draft, in: handler.session)
  }

  func part(_ owner: Row, _ otherTable: TableDefinition, _ other: Row) throws {
    guard let row = try found(owner, other) else {
      throw handler.errors.rowNotFound(table: otherTable, key: zip(otherTable.key, other.key).map { ($0, $1) })
    }
    try product.delete(try pairs(), row, in: handler.session)
  }

  private func pairs() throws -> TableDefinition {
    guard let table = product.model.table(pair.table) else { throw handler.errors.internalError("no table \(pair.table)") }
    return table
  }

  private func found(_ owner: Row, _ other: Row) throws -> Row? {
    try product.store.row(
      product.model.schema(pair.table), where: [pair.near, pair.far], equal: [owner[pair.key], other[pair.targetKey]])
  }
}
