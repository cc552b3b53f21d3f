import CSQLite

/// A prepared statement: bind, step, read, reset.
///
/// ```swift
/// let statement = try database.cached("SELECT name FROM fruit WHERE colour = ?1")
/// try statement.bind("red", at: 1)
/// while try statement.step() { print(statement.text(0)) }
/// statement.reset()
/// ```
///
/// Parameters count from 1 and columns from 0, as in SQLite. What is read from a column is copied out, except by
/// `withText` and `withBlob`, whose bytes hold until the next step. Belongs to its connection's thread, as `Database` does.
public final class Statement {
  public let sql: String
  let handle: OpaquePointer

  init(_ handle: OpaquePointer, sql: String) {
    self.handle = handle
    self.sql = sql
  }

  deinit { sqlite3_finalize(handle) }

  // MARK: Running

  /// Goes to the next row.
  /// - Returns: whether there is one. After `false` the statement is reset by itself at the next step.
  public func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let error = failure()
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Runs a statement that answers no rows, and resets it.
  public func run() throws(SQLiteError) {
    let code = sqlite3_step(handle)
    if code != SQLITE_DONE && code != SQLITE_ROW {
      let error = failure()
      sqlite3_reset(handle)
      throw error
    }
    sqlite3_reset(handle)
  }

  /// Ends the run and gives the read lock back. What is bound stays bound.
  public func reset() { sqlite3_reset(handle) }

  /// In the middle of a run: stepped, and neither done nor reset.
  public var isRunning: Bool { sqlite3_stmt_busy(handle) != 0 }

  // MARK: Binding

  public func bind(_ value: Int64, at index: Int) throws(SQLiteError) { try check(sqlite3_bind_int64(handle, Int32(index), value)) }

  public func bind(_ value: Double, at index: Int) throws(SQLiteError) { try check(sqlite3_bind_double(handle, Int32(index), value)) }

  public func bind(_ value: Bool, at index: Int) throws(SQLiteError) { try bind(Int64(value ? 1 : 0), at: index) }

  public func bind(_ value: String, at index: Int) throws(SQLiteError) {
    // Nothing to copy. An empty buffer may also have no address, and SQLite takes a missing address for null.
    if value.utf8.isEmpty { return try check(csqlite_bind_empty_text(handle, Int32(index))) }
    var text = value
    let code = text.withUTF8 { bytes in
      guard let base = bytes.baseAddress else { return SQLITE_MISUSE }
      return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        csqlite_bind_text_copy(handle, Int32(index), $0, Int32(bytes.count))
      }
    }
    try check(code)
  }

  /// Binds a blob.
  public func bind(_ bytes: UnsafeRawBufferPointer, at index: Int) throws(SQLiteError) {
    if bytes.isEmpty { return try check(sqlite3_bind_zeroblob(handle, Int32(index), 0)) }
    try check(csqlite_bind_blob_copy(handle, Int32(index), bytes.baseAddress, Int32(bytes.count)))
  }

  /// Binds a blob.
  public func bind(_ bytes: [UInt8], at index: Int) throws(SQLiteError) {
    let code = bytes.withUnsafeBytes { buffer in
      buffer.isEmpty
        ? sqlite3_bind_zeroblob(handle, Int32(index), 0)
        : csqlite_bind_blob_copy(handle, Int32(index), buffer.baseAddress, Int32(buffer.count))
    }
    try check(code)
  }

  public func bindNull(at index: Int) throws(SQLiteError) { try check(sqlite3_bind_null(handle, Int32(index))) }

  public func bind(_ value: Int64?, at index: Int) throws(SQLiteError) {
    if let value { try bind(value, at: index) } else { try bindNull(at: index) }
  }

  public func bind(_ value: String?, at index: Int) throws(SQLiteError) {
    if let value { try bind(value, at: index) } else { try bindNull(at: index) }
  }

  // MARK: Reading the current row

  public func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

  /// The number; 0 for null.
  public func int(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

  public func optionalInt(_ column: Int) -> Int64? {
    let number = int(column)
    // Null reads as 0 too.
    return number == 0 && isNull(column) ? nil : number
  }

  public func double(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

  public func bool(_ column: Int) -> Bool { int(column) != 0 }

  /// The text; empty for null.
  public func text(_ column: Int) -> String { optionalText(column) ?? "" }

  /// The text; `nil` for null, for which SQLite has no address.
  public func optionalText(_ column: Int) -> String? {
    guard let start = sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return count == 0 ? "" : String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// The bytes of a blob; empty for null.
  public func blob(_ column: Int) -> [UInt8] { withBlob(column) { Array($0) } }

  /// Lends the column's UTF-8 without a copy.
  public func withText<T>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
    // The text must be asked for before its length: asking may convert the value.
    guard let start = sqlite3_column_text(handle, Int32(column)) else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    return body(UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
  }

  /// Lends the column's bytes without a copy.
  public func withBlob<T>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> T) -> T {
    guard let start = sqlite3_column_blob(handle, Int32(column)) else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    return body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
  }

  private func check(_ code: Int32) throws(SQLiteError) {
    if code != SQLITE_OK { throw failure() }
  }

  private func failure() -> SQLiteError { SQLiteError(sqlite3_db_handle(handle), sql: sql) }
}
