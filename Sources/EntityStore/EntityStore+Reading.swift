public import OData
import SQLite

extension EntityStore {
  /// The row with that primary key; `nil` when there is none, or when a value cannot be one of that key.
  public func row(_ table: TableSchema, key: [Value]) throws -> Row? {
    let stored = try stored(table)
    precondition(key.count == stored.keyIndexes.count, "the key of \(table.name) has \(stored.keyIndexes.count) columns")
    return try stored.memory.row([], key) { () throws(StoreError) in try read(stored, key: key) }
  }

  private func read(_ stored: StoredTable, key: [Value]) throws(StoreError) -> Row? {
    try refusing { () throws(SQLiteError) in
      let statement = try stored.selectByKey()
      for (offset, column) in stored.keyIndexes.enumerated() {
        guard let value = stored.codecs[column].stored(key[offset]), !value.isNull else { return nil }
        try stored.codecs[column].bind(value, to: statement, at: offset + 1)
      }
      defer { statement.reset() }
      return try statement.step() ? stored.row(statement) : nil
    }
  }

  /// The row with that record id.
  public func row(_ table: TableSchema, rowID: Int64) throws -> Row? {
    let stored = try stored(table)
    return try refusing { () throws(SQLiteError) in
      let statement = try database.cached(
        "SELECT \(stored.selectList) FROM \(stored.quotedName) AS t0 WHERE t0.\(StoredTable.rowID) = ?1")
      try statement.bind(rowID, at: 1)
      defer { statement.reset() }
      return try statement.step() ? stored.row(statement) : nil
    }
  }

  /// The oldest row whose columns equal the values; null equals null.
  /// - Throws: `StoreError.unknownProperty` for a column the table does not have.
  public func row(_ table: TableSchema, where columns: [String], equal values: [Value]) throws -> Row? {
    if isUnused(table) { return nil }
    let stored = try stored(table)
    return try stored.memory.row(columns, values) { () throws(StoreError) in
      try rows(stored, columns, values, orderBy: [], limit: 1).first
    }
  }

  /// The rows whose columns equal the values; null equals null.
  /// - Parameter orderBy: columns, ascending, null first; rows that are equal there come in order of creation.
  /// - Throws: `StoreError.unknownProperty` for a column the table does not have.
  public func rows(_ table: TableSchema, where columns: [String], equal values: [Value], orderBy: [String] = []) throws -> [Row] {
    // Whoever looks for what refers to a row asks many tables: that makes none of them.
    isUnused(table) ? [] : try rows(stored(table), columns, values, orderBy: orderBy)
  }

  /// The rows whose column holds one of the values, in order of creation: how an expansion reads the other ends of a whole
  /// page at once. Nulls, and values the column cannot hold, match nothing.
  public func rows(_ table: TableSchema, where column: String, in values: [Value]) throws -> [Row] {
    let stored = try stored(table)
    let index = try stored.index(of: column)
    let codec = stored.codecs[index]
    let wanted = values.compactMap { codec.stored($0) }.filter { !$0.isNull }
    var rows: [Row] = []
    try refusing { () throws(SQLiteError) in
      // Lists of a few sizes only, the last value repeated, so that a few statements serve every length.
      for start in stride(from: 0, to: wanted.count, by: 256) {
        let part = wanted[start..<min(start + 256, wanted.count)]
        var size = 1
        while size < part.count { size *= 4 }
        let list = (1...size).map { "?\($0)" }.joined(separator: ",")
        let statement = try database.cached(
          "SELECT \(stored.selectList) FROM \(stored.quotedName) AS t0 WHERE t0.\(stored.quotedColumns[index]) IN (\(list))")
        guard let last = part.last else { return }
        for position in 0..<size {
          try codec.bind(position < part.count ? part[start + position] : last, to: statement, at: position + 1)
        }
        defer { statement.reset() }
        while try statement.step() { rows.append(stored.row(statement)) }
      }
    }
    return rows.sorted { $0.rowID < $1.rowID }
  }

  func rows(_ stored: StoredTable, _ columns: [String], _ values: [Value], orderBy: [String], limit: Int? = nil) throws(StoreError) -> [Row]
  {
    precondition(columns.count == values.count, "one value per column")
    var lookup = StoredTable.Lookup(limit: limit)
    var bound: [(column: Int, value: Value)] = []
    for (name, value) in zip(columns, values) {
      let column = try stored.index(of: name)
      // What a column cannot hold, no row holds.
      guard let value = stored.codecs[column].stored(value) else { return [] }
      lookup.columns.append(column)
      lookup.areNull.append(value.isNull)
      if !value.isNull { bound.append((column, value)) }
    }
    for name in orderBy { lookup.orderBy.append(try stored.index(of: name)) }
    return try refusing { () throws(SQLiteError) in
      let statement = try stored.select(lookup)
      for (offset, item) in bound.enumerated() { try stored.codecs[item.column].bind(item.value, to: statement, at: offset + 1) }
      defer { statement.reset() }
      var rows: [Row] = []
      while try statement.step() { rows.append(stored.row(statement)) }
      return rows
    }
  }
}
