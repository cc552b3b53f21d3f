import EntityStore
import OData

/// Rows that lookups of one answer lead to: a page of orders names the same few customers again and again.
final class LookupMemory {
  private struct Key: Hashable {
    let table: String
    let columns: [String]
    let values: [Value]
  }

  private let resolver: AddressResolver
  private var rows: [Key: Row?] = [:]

  init(_ resolver: AddressResolver) { self.resolver = resolver }

  /// The row with that key, where it is there and the caller may see it.
  func row(_ table: TableDefinition, _ columns: [String], _ values: [Value]) throws -> Row? {
    let key = Key(table: table.name, columns: columns, values: values)
    if let known = rows[key] { return known }
    let found = try resolver.find(table, KeyAddress(columns: columns, values: values, isPrimary: columns == table.key))
    rows[key] = found
    return found
  }
}
