import CSQLite

/// A database in memory can be laid on a ground: its content at one moment, to which it goes back as often as it is told. Statements stay
/// prepared, and only the pages that were written since are put back, so that one connection serves many short lives, each of which begins
/// with the same bytes.
///
/// Below everything that is done on a ground lies one transaction that is never committed. What `transaction` opens are savepoints in it.
extension Database {
  /// Makes the present content the ground.
  /// - Precondition: the database is in memory, no transaction is open, and there is no ground yet.
  public func layGround() throws(SQLiteError) {
    precondition(location == .memory, "what is done on a ground is never committed: a file would keep nothing of it")
    precondition(!isInTransaction && !hasGround, "a ground is laid once, outside transactions")
    try cached("BEGIN").run()
    hasGround = true
  }

  /// Undoes everything since the ground was laid.
  /// - Returns: whether the content is that of the ground again; `false` where there is none, or a transaction is open.
  /// - Throws: `SQLiteError`; the database is of no use then.
  public func returnToGround() throws(SQLiteError) -> Bool {
    // An error so bad that SQLite rolled back everything has taken the ground with it.
    guard hasGround, transactionDepth == 0, sqlite3_get_autocommit(handle) == 0 else { return false }
    resetStatements()
    try cached("ROLLBACK").run()
    try cached("BEGIN").run()
    return true
  }

  /// Goes on without a ground: what was done on it stays.
  /// - Precondition: no transaction is open on the ground.
  public func leaveGround() throws(SQLiteError) {
    guard hasGround else { return }
    precondition(transactionDepth == 0, "what is open on a ground is not over")
    try cached("COMMIT").run()
    hasGround = false
  }
}
