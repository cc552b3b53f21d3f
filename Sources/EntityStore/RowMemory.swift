import OData

/// Rows of one table that were read by key, or found missing: business rules look at the same group, site, currency and
/// customer again and again. Any write to the table makes it forget, so what it holds is always what is stored.
struct RowMemory {
  private struct Key: Hashable {
    /// Empty for the primary key.
    let columns: [String]
    let values: [Value]
    /// Worked out once, by eight bytes at a time: to go through the general hasher for each part takes longer than all the rest. Keys that
    /// somebody chose to collide do little harm, since there are few (`rowsMax`).
    private let sum: UInt64

    init(columns: [String], values: [Value]) {
      self.columns = columns
      self.values = values
      var sum = Checksum()
      for column in columns { sum.add(column) }
      for value in values {
        switch value {
        case .string(let text): sum.add(text)
        case .guid(let id):
          sum.add(id.high)
          sum.add(id.low)
        case .int(let number): sum.add(UInt64(bitPattern: number))
        default: sum.add(UInt64(bitPattern: Int64(value.hashValue)))
        }
      }
      self.sum = sum.value
    }

    func hash(into hasher: inout Hasher) { hasher.combine(sum) }

    /// By the bytes of texts: Swift takes texts for equal that the store tells apart.
    static func == (a: Key, b: Key) -> Bool {
      guard a.sum == b.sum, a.columns == b.columns, a.values.count == b.values.count else { return false }
      for index in a.values.indices {
        if case (.string(let left), .string(let right)) = (a.values[index], b.values[index]) {
          if !left.utf8.elementsEqual(right.utf8) { return false }
        } else if a.values[index] != b.values[index] {
          return false
        }
      }
      return true
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
