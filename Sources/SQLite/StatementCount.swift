import CSQLite

/// Counts what a connection does, for as long as it lives: statements that are begun, by callers as by triggers, and rows that they write.
///
/// Costs a call for each statement, so it is for measurements only; a connection nobody counts at is not slowed down.
public final class StatementCount {
  /// Statements begun since then.
  public private(set) var statements = 0
  private let database: Database
  private let rowsBefore: Int64

  /// Begins at nothing. A connection has one count at a time: a second one takes the place of the first.
  public init(_ database: Database) {
    self.database = database
    rowsBefore = sqlite3_total_changes64(database.handle)
    let own = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_trace_v2(
      database.handle, UInt32(SQLITE_TRACE_STMT),
      { _, context, _, _ in
        if let context { Unmanaged<StatementCount>.fromOpaque(context).takeUnretainedValue().statements += 1 }
        return 0
      }, own)
  }

  /// Rows inserted, updated or deleted since then, those of triggers included.
  public var rowsWritten: Int { Int(sqlite3_total_changes64(database.handle) - rowsBefore) }

  deinit { sqlite3_trace_v2(database.handle, 0, nil, nil) }
}
