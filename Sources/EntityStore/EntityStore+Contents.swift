import SQLite

/// Bytes kept beside the rows under a name: files that a product hands out. They take part in transactions and snapshots as rows do,
/// and have no versions.
extension EntityStore {
  /// Keeps bytes, in place of those of the same name.
  public func keep(_ bytes: [UInt8], as name: String) throws {
    try refusing { () throws(SQLiteError) in
      try defineContents()
      let statement = try database.cached("INSERT OR REPLACE INTO \"#contents\" VALUES (?1, ?2)")
      try statement.bind(name, at: 1)
      try statement.bind(bytes, at: 2)
      try statement.run()
      // What is bound is a copy, and stays until the next one.
      try statement.bindNull(at: 2)
    }
  }

  /// The bytes kept under a name; `nil` for none.
  public func contents(of name: String) throws -> [UInt8]? {
    try refusing { () throws(SQLiteError) in
      try defineContents()
      let statement = try database.cached("SELECT bytes FROM \"#contents\" WHERE name = ?1")
      try statement.bind(name, at: 1)
      defer { statement.reset() }
      return try statement.step() ? statement.blob(0) : nil
    }
  }

  public func discardContents(of name: String) throws {
    try refusing { () throws(SQLiteError) in
      try defineContents()
      let statement = try database.cached("DELETE FROM \"#contents\" WHERE name = ?1")
      try statement.bind(name, at: 1)
      try statement.run()
    }
  }

  /// The table is made when it is first used: most worlds keep no files.
  private func defineContents() throws(SQLiteError) {
    try database.execute("CREATE TABLE IF NOT EXISTS \"#contents\" (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT")
  }
}
