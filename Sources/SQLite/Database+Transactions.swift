import CSQLite

extension Database {
  /// Whether a transaction is open.
  public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs `body` in a transaction: all of it is kept, or nothing when it throws.
  ///
  /// Inside another transaction it becomes a savepoint, so that a part may fail and the rest still be kept. The outermost
  /// one takes the write lock at once, so that it cannot find itself unable to write half-way.
  /// - Throws: what `body` throws, after rolling back; `SQLiteError` when the commit fails.
  public func transaction<T>(_ body: () throws -> T) throws -> T {
    let depth = transactionDepth
    let isOutermost = depth == 0
    let (open, close) = try brackets(depth)
    try open.run()
    transactionDepth = depth + 1
    defer { transactionDepth = depth }
    do {
      let result = try body()
      try close.run()
      return result
    } catch {
      // Some errors (a full disk) make SQLite roll back by itself; then there is nothing left to undo.
      if isInTransaction {
        if isOutermost {
          try cached("ROLLBACK").run()
        } else {
          try cached("ROLLBACK TO level\(depth)").run()
          try cached("RELEASE level\(depth)").run()
        }
      }
      throw error
    }
  }

  /// What opens and closes a transaction at that depth, 0 for the outermost: kept, because a request opens several.
  private func brackets(_ depth: Int) throws(SQLiteError) -> (open: Statement, close: Statement) {
    while transactionBrackets.count <= depth {
      let level = transactionBrackets.count
      transactionBrackets.append(
        level == 0
          ? (try prepare("BEGIN IMMEDIATE"), try prepare("COMMIT"))
          : (try prepare("SAVEPOINT level\(level)"), try prepare("RELEASE level\(level)")))
    }
    return transactionBrackets[depth]
  }
}
