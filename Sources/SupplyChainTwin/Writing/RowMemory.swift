import EntityStore
import OData

/// Rows that the rules of one request have read, so that a customer or a header is read once, not by every rule that looks
/// at it. Any write to the store makes it forget: what it holds is always what is stored.
final class RowMemory {
  private struct Key: Hashable {
    let table: String
    let columns: [String]
    let values: [Value]
  }

  private var rows: [Key: Row?] = [:]
  private var version: Int64 = -1

  /// The row in memory, or what `read` finds.
  func row(_ table: TableSchema, _ columns: [String], _ values: [Value], in store: EntityStore, read: () throws -> Row?) rethrows -> Row? {
    if version != store.version {
      rows.removeAll(keepingCapacity: true)
      version = store.version
    }
    let key = Key(table: table.name, columns: columns, values: values)
    if let known = rows[key] { return known }
    let row = try read()
    rows[key] = .some(row)
    return row
  }
}
