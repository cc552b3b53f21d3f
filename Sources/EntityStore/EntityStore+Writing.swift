public import OData
import PlantedBugs
import SQLite

extension EntityStore {
  /// Adds a row.
  /// - Parameter values: one per column, in column order.
  /// - Returns: the row as a later read answers it.
  /// - Throws: `StoreError.duplicate`, `StoreError.invalidValue` (also for a key column that is null).
  public func insert(_ table: TableSchema, _ values: consuming [Value]) throws -> Row {
    let stored = try stored(table)
    precondition(values.count == stored.codecs.count, "table \(table.name) has \(stored.codecs.count) columns, not \(values.count)")
    // Changed in place, not in a copy, where the caller is done with them.
    let statement = try stored.bindInsert(&values)
    try refuseNullInKey(stored, values)
    let next = version + 1
    if let column = stored.versionIndex { values[column] = .int(next) }
    let row = Row(table: stored.schema, rowID: next, version: next, values: values)
    do throws(SQLiteError) {
      try statement.bind(next, at: 1)
      try statement.bind(next, at: 2)
      try statement.run()
    } catch {
      throw try refusal(error, writing: row, to: stored)
    }
    version = next
    stored.memory.forget()
    return row
  }

  /// Writes changes to a row that is there. Only columns whose value differs are written; the version grows in any case, as
  /// it does in Dataverse when a client sends what is there already. Without any changes nothing happens.
  ///
  /// A row read before another update of the same row may be given: the changes apply to what is stored now.
  /// - Returns: the row as a later read answers it.
  /// - Throws: `StoreError.duplicate`, `StoreError.invalidValue`, `StoreError.database` when the row is gone.
  public func update(_ row: Row, _ changes: [(column: Int, value: Value)]) throws -> Row {
    if changes.isEmpty { return row }
    let stored = try stored(row.table)
    var current = row
    // The second turn is for a row that was updated since it was read; the third cannot happen on one thread.
    for _ in 0..<2 {
      if let updated = try update(current, changes, in: stored) { return updated }
      guard let fresh = try self.row(row.table, rowID: row.rowID) else { break }
      current = fresh
    }
    throw StoreError.database(message: "The row \(row.key.map(\.description)) of \(row.table.name) is no longer there.")
  }

  /// - Returns: `nil` when the row no longer has that version.
  private func update(_ row: Row, _ changes: [(column: Int, value: Value)], in stored: StoredTable) throws -> Row? {
    var values = row.values
    var written: [Int] = []
    written.reserveCapacity(changes.count)
    for (column, value) in changes where column != stored.versionIndex {
      let value = try stored.stored(value, column: column)
      if values[column] != value {
        values[column] = value
        if !written.contains(column) { written.append(column) }
      }
    }
    try refuseNullInKey(stored, values)
    let next = version + 1
    if let column = stored.versionIndex { values[column] = .int(next) }
    let updated = Row(table: stored.schema, rowID: row.rowID, version: next, values: values)
    do throws(SQLiteError) {
      let statement = try stored.update(written)
      try statement.bind(PlantedBug.rowVersionStays.isOn ? row.version : next, at: 1)
      for (offset, column) in written.enumerated() {
        try stored.codecs[column].bind(values[column], to: statement, at: offset + 2)
      }
      try statement.bind(row.rowID, at: written.count + 2)
      try statement.bind(row.version, at: written.count + 3)
      try statement.run()
    } catch {
      throw try refusal(error, writing: updated, to: stored)
    }
    if database.changes == 0 { return nil }
    version = next
    stored.memory.forget()
    // A document is read again for each of its lines.
    if stored.schema.keyIsUnique { stored.memory.remember(updated) }
    return updated
  }

  /// Removes a row and leaves a tombstone in the log of changes. Nothing happens when the row is gone already.
  public func delete(_ row: Row) throws {
    let stored = try stored(row.table)
    // Row and tombstone go together, also where the caller opened no transaction.
    try transaction {
      try refusing { () throws(SQLiteError) in
        let statement = try stored.deleteByRowID()
        try statement.bind(row.rowID, at: 1)
        try statement.run()
        if database.changes == 0 { return }
        let next = version + 1
        let tombstone = try database.cached(tombstoneInsert)
        try tombstone.bind(next, at: 1)
        try tombstone.bind(row.table.name, at: 2)
        for slot in 0..<StoreLayout.keyColumnsMax {
          if slot < stored.keyIndexes.count {
            let column = stored.keyIndexes[slot]
            try stored.codecs[column].bind(row.values[column], to: tombstone, at: slot + 3)
          } else {
            try tombstone.bindNull(at: slot + 3)
          }
        }
        try tombstone.run()
        version = next
        stored.memory.forget()
      }
    }
  }

  private func refuseNullInKey(_ stored: StoredTable, _ values: [Value]) throws(StoreError) {
    for column in stored.keyIndexes where values[column].isNull {
      throw .invalidValue(
        column: stored.schema.columns[column].name, table: stored.schema.name, reason: "A column of the primary key cannot be null.")
    }
  }

  /// Tells which key is taken. SQLite names the columns only, so each unique key is looked up; that happens on refusal only.
  private func refusal(_ error: SQLiteError, writing row: Row, to stored: StoredTable) throws(StoreError) -> StoreError {
    guard error.isUniqueViolation else { return StoreError(error) }
    let table = stored.schema
    for key in [TableSchema.UniqueKey(name: primaryKeyName, columns: table.key)] + table.uniqueKeys {
      let values = key.columns.map { row[$0] }
      if values.contains(.null) { continue }
      if try self.rows(stored, key.columns, values, orderBy: []).contains(where: { $0.rowID != row.rowID }) {
        return .duplicate(table: table.name, key: key.name, columns: key.columns, values: values)
      }
    }
    return StoreError(error)
  }
}

private let tombstoneInsert =
  "INSERT INTO \"#deletions\" VALUES (?1, ?2, " + (0..<StoreLayout.keyColumnsMax).map { "?\($0 + 3)" }.joined(separator: ", ") + ")"
