import CSQLite

/// SQLite counts the bytes it holds over all connections, under a lock it takes at every allocation; reading a row of 250
/// texts makes 250. Nobody here asks for the count, so it is switched off before the first connection opens. Where somebody
/// else has used SQLite before, it stays on, and only time is lost.
private let isMemoryUncounted = csqlite_stop_counting_memory() == SQLITE_OK

/// Rows are kept in memory by the million, between texts that live for one request: see the C function for what that costs.
private let isMemoryMerged = csqlite_merge_free_blocks_at_once() == 1

/// One connection to one SQLite database: the only place of the project that talks to the C library.
///
/// ```swift
/// let database = try Database(.memory)
/// try database.execute("CREATE TABLE fruit (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
/// let insert = try database.cached("INSERT INTO fruit (name) VALUES (?1)")
/// try database.transaction {
///   for name in ["apple", "pear"] {
///     try insert.bind(name, at: 1)
///     try insert.run()
///   }
/// }
/// ```
///
/// Single-threaded by design, and therefore not `Sendable`: a connection is opened without SQLite's own locks, has no
/// queue and starts no thread, so that a call costs what the C function costs and a simulated world stays one history.
/// Whoever shares a connection puts an actor round it.
public final class Database {
  public enum Location: Hashable, Sendable {
    case memory
    /// Path of a file; made when it is not there, and kept with a write-ahead log.
    case file(String)
  }

  /// How much of a commit is safe when the machine loses power. Either way a commit survives the process.
  public enum Synchronous: Sendable {
    /// The log is flushed at checkpoints: the newest commits may be lost, the file stays sound.
    case normal
    /// Every commit is flushed.
    case full
  }

  public let location: Location
  let handle: OpaquePointer
  private var statements: [String: Statement] = [:]
  /// Statements kept by `cached`. Beyond it all are let go: query shapes come from clients, so memory must have a bound.
  private let cachedStatementsMax = 512
  var transactionDepth = 0
  /// See `layGround`.
  var hasGround = false
  /// What opens and closes transactions, by depth.
  var transactionBrackets: [(open: Statement, close: Statement)] = []

  /// Opens a connection.
  /// - Parameter busyTimeoutMilliseconds: how long to wait for another process's lock on the file.
  public init(
    _ location: Location = .memory, synchronous: Synchronous = .normal, busyTimeoutMilliseconds: Int = 5000
  ) throws(SQLiteError) {
    _ = isMemoryUncounted
    _ = isMemoryMerged
    _ = PageMemory.isInUse
    let path =
      switch location {
      case .memory: ":memory:"
      case .file(let path): path
      }
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let error = SQLiteError(code: code, message: "cannot open \(path): \(opened.map { String(cString: sqlite3_errmsg($0)) } ?? "")")
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    self.location = location
    sqlite3_busy_timeout(opened, Int32(clamping: busyTimeoutMilliseconds))
    if case .file = location {
      // 128 MB of pages instead of 2, as far as they are used: what is worked on then stays in memory, 80,000 wide rows or the ledger of
      // 800,000. The log is worked in every 32 MB instead of every 4: rows come in any order of their keys, and a page of 5,000 of them
      // touches so many pages that it would be after each.
      try execute(
        """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = \(synchronous == .full ? "FULL" : "NORMAL"); PRAGMA cache_size = -131072;
        PRAGMA wal_autocheckpoint = 8192
        """)
    }
  }

  deinit {
    statements.removeAll()
    transactionBrackets.removeAll()
    // Statements that callers still hold keep the connection alive until they go.
    sqlite3_close_v2(handle)
  }

  /// Bytes of memory that the pages of all databases take now, apart from the heap.
  public static var pageBytes: Int { PageMemory.lentBytes }

  /// Runs one or more statements that take no values and whose rows, if any, do not matter.
  public func execute(_ sql: String) throws(SQLiteError) {
    if sqlite3_exec(handle, sql, nil, nil, nil) != SQLITE_OK { throw SQLiteError(handle, sql: sql) }
  }

  /// Prepares a statement of the caller's own.
  public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    try prepare(sql, flags: 0)
  }

  /// The statement with that text, prepared once and kept. It comes reset; values bound earlier are still bound.
  ///
  /// A statement that is in the middle of a run (a query inside the loop over the same query) is left alone, and the
  /// caller gets one of its own.
  public func cached(_ sql: String) throws(SQLiteError) -> Statement {
    if let statement = statements[sql] {
      if statement.isRunning { return try prepare(sql) }
      statement.reset()
      return statement
    }
    let statement = try prepare(sql, flags: UInt32(SQLITE_PREPARE_PERSISTENT))
    if statements.count >= cachedStatementsMax { statements.removeAll(keepingCapacity: true) }
    statements[sql] = statement
    return statement
  }

  /// The record id of the newest insert of this connection.
  public var lastInsertRowID: Int64 { sqlite3_last_insert_rowid(handle) }

  /// How many rows the newest insert, update or delete touched.
  public var changes: Int { Int(sqlite3_changes64(handle)) }

  private func prepare(_ sql: String, flags: UInt32) throws(SQLiteError) -> Statement {
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v3(handle, sql, -1, flags, &prepared, nil) == SQLITE_OK else { throw SQLiteError(handle, sql: sql) }
    guard let prepared else { throw SQLiteError(code: SQLITE_MISUSE, message: "the text holds no statement", sql: sql) }
    return Statement(prepared, sql: sql)
  }

  func resetStatements() {
    // In any order: none knows of the others.
    for statement in statements.values { statement.reset() }
  }
}
