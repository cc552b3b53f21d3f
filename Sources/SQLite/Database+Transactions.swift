import CSQLite

extension Database {
  /// Whether a transaction is open.
  public var isInTransaction: Bool { hasGround ? transactionDepth > 0 : sqlite3_get_autocommit(handle) == 0 }

  /// Runs `body` in a transaction: all of it is kept, or nothing when it throws.
  ///
  /// Inside another transaction it becomes a savepoint, so that a part may fail and the rest still be kept. The outermost
  /// one takes the write lock at once, so that it cannot find itself unable to write half-way.
  /// - Throws: what `body` throws, after rolling back; `SQLiteError` when the commit fails.
  public func transaction<T>(_ body: () throws -> T) throws -> T {
    let depth = transactionDepth
    // On a ground, the transaction below all others is open already.
    let level = hasGround ? depth + 1 : depth
    let (open, close) = try brackets(level)
    try open.run()
    transactionDepth = depth + 1
    defer { transactionDepth = depth }
    do {
      let result = try body()
      try close.run()
      return result
    } catch {
      // Some errors (a full disk) make SQLite roll back by itself; then there is nothing left to undo.
      if sqlite3_get_autocommit(handle) == 0 {
        if level == 0 {
          try cached("ROLLBACK").run()
        } else {
          try cached("ROLLBACK TO level\(level)").run()
          try cached("RELEASE level\(level)").run()
        }
      }
      throw error
    }
  }

  /// Runs `body`, which only reads, on one state of the file: what others write meanwhile is not seen. Without it every statement takes a
  /// lock of the operating system and gives it back, which costs more than finding a row. Changes nothing inside a transaction.
  /// - Throws: what `body` throws, `SQLiteError`.
  public func reading<T>(_ body: () throws -> T) throws -> T {
    guard case .file = location, !isInTransaction else { return try body() }
    try cached("BEGIN").run()
    let result: T
    do {
      result = try body()
    } catch {
      try cached("ROLLBACK").run()
      throw error
    }
    try cached("COMMIT").run()
    return result
  }

  /// What opens and closes a transaction at that level, 0 for one inside no other: kept, because a request opens several.
  private func brackets(_ level: Int) throws(SQLiteError) -> (open: Statement, close: Statement) {
    while transactionBrackets.count <= level {
      let next = transactionBrackets.count
      transactionBrackets.append(
        next == 0
          ? (try prepare("BEGIN IMMEDIATE"), try prepare("COMMIT"))
          : (try prepare("SAVEPOINT level\(next)"), try prepare("RELEASE level\(next)")))
    }
    return transactionBrackets[level]
  }
}
