import OData

/// Rows of one table that were read by key, or found missing: business rules look at the same group, site, currency and
/// customer again and again. Any write to the table makes it forget, so what it holds is always what is stored.
struct RowMemory {
  private struct Key: Hashable {
    /// Empty for the primary key.
    let columns: [String]
    let values: [Value]

    /// By the bytes of texts: Swift takes texts for equal that the store tells apart.
    static func == (a: Key, b: Key) -> Bool {
      a.columns == b.columns
        && a.values.elementsEqual(b.values) { left, right in
          if case (.string(let left), .string(let right)) = (left, right) { left.utf8.elementsEqual(right.utf8) } else { left == right }
        }
    }
  }

  /// Keys come from clients: the memory must have a bound. Beyond it all is let go.
  private static let rowsMax = 256
  private var rows: [Key: Row?] = [:]
  /// Grows with every write to the table, and may grow without one.
  private(set) var writes = 0
  /// Off for views: writes go to the table below them and would be missed here.
  private let isOn: Bool

  init(isOn: Bool) { self.isOn = isOn }

  /// The row in memory, or what `read` finds.
  mutating func row<Failure>(_ columns: [String], _ values: [Value], read: () throws(Failure) -> Row?) throws(Failure) -> Row? {
    guard isOn else { return try read() }
    let key = Key(columns: columns, values: values)
    if let known = rows[key] { return known }
    let row = try read()
    if rows.count >= Self.rowsMax { forget() }
    rows[key] = .some(row)
    return row
  }

  /// Puts in a row that was just written, for whoever reads it next.
  mutating func remember(_ row: Row) { rows[Key(columns: [], values: row.key)] = .some(row) }

  mutating func forget() {
    writes &+= 1
    if !rows.isEmpty { rows.removeAll(keepingCapacity: true) }
  }
}
