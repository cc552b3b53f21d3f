public import EntityStore
import OData

/// One more row that stands behind an entity's row, whose version counts in the row's ETag (finance and operations,
/// supply-chain-odata.md 5.7, sourced: S23).
public enum BackingRow: Sendable {
  /// The row of another table whose `targetColumns` hold what the entity's `columns` do; blank columns lead nowhere.
  case other(TableSchema, columns: [String], targetColumns: [String])
  /// Kept within the entity's own row: there when one of the columns holds a text.
  case own(columns: [String])

  var columns: [String] {
    switch self {
    case .other(_, let columns, _), .own(let columns): columns
    }
  }
}

/// The ETags of the rows of one answer.
final class RowTags {
  private let product: any Product
  private let style: ETagStyle
  /// What stands behind the rows of each table asked for.
  private var backing: [String: [BackingRow]] = [:]

  init(_ product: any Product, _ style: ETagStyle) {
    self.product = product
    self.style = style
  }

  /// Columns of the entity that its ETag depends on.
  func columns(of table: TableDefinition) -> [Int] {
    let schema = product.model.schema(table.name)
    return rows(behind: table).flatMap(\.columns).compactMap(schema.index(of:))
  }

  func tag(of row: Row, _ table: TableDefinition) throws -> String {
    let rows = rows(behind: table)
    if rows.isEmpty { return style.etag(of: row) }
    return style.etag(of: row, try rows.map { try find($0, row) })
  }

  private func rows(behind table: TableDefinition) -> [BackingRow] {
    if let known = backing[table.name] { return known }
    let rows = product.rows(behind: table)
    backing[table.name] = rows
    return rows
  }

  private func find(_ backing: BackingRow, _ row: Row) throws -> Row? {
    switch backing {
    case .own(let columns): return columns.contains { row[$0].stringValue?.isEmpty == false } ? row : nil
    case .other(let table, let columns, let targetColumns):
      let values = columns.map { row[$0] }
      guard values.allSatisfy({ !$0.isNull && $0 != "" }) else { return nil }
      return targetColumns == table.key
        ? try product.store.row(table, key: values) : try product.store.row(table, where: targetColumns, equal: values)
    }
  }
}
