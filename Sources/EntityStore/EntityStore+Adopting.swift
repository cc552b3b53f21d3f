import OData
import SQLite

extension EntityStore {
  /// Goes on with another layout of the same tables, as after an installation: new tables and keys are made, indexes the
  /// layout no longer has are dropped, rows stay. `body` then works on the store as it will be; all of it is kept, or
  /// nothing when it throws.
  /// - Precondition: tables that both layouts have are of the same columns.
  /// - Throws: `StoreError.database` for rows that a new key does not allow, and what `body` throws.
  public func adopt<T>(_ layout: StoreLayout, _ body: () throws -> T) throws -> T {
    let before = self.layout
    do {
      return try transaction {
        try redefine(by: layout)
        try take(layout)
        return try body()
      }
    } catch {
      try take(before)
      throw error
    }
  }

  private func redefine(by layout: StoreLayout) throws {
    let there = try tableNames()
    for table in layout.tables where there.contains(table.name) || !layout.deferred.contains(table.name) {
      let definition = try layout.layout(table)
      for index in try indexNames(of: table.name) where !definition.indexNames.contains(index) {
        try database.execute("DROP INDEX \(quoted(index))")
      }
      try database.execute(definition.definition)
    }
  }

  /// The indexes a layout makes; the one over the version stays in any case.
  private func indexNames(of table: String) throws(SQLiteError) -> [String] {
    let statement = try database.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND name <> ?2")
    try statement.bind(table, at: 1)
    try statement.bind("\(table)#version", at: 2)
    var names: [String] = []
    while try statement.step() { names.append(statement.text(0)) }
    return names
  }

  /// Empties columns for good, as when they are removed. No row counts as changed: those who track changes of the rows
  /// could not see these columns change, only go.
  public func clear(_ columns: [String], of table: TableSchema) throws {
    if columns.isEmpty || isUnused(table) { return }
    let stored = try stored(table)
    let names = try columns.map { stored.quotedColumns[try stored.index(of: $0)] }
    let anyIsSet = names.map { "\($0) IS NOT NULL" }.joined(separator: " OR ")
    let nulls = names.map { "\($0) = NULL" }.joined(separator: ", ")
    try refusing { () throws(SQLiteError) in
      try database.execute("UPDATE \(stored.quotedName) SET \(nulls) WHERE \(anyIsSet)")
    }
    stored.memory.forget()
  }
}
