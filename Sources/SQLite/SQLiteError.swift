import CSQLite

/// What SQLite refused, and over which statement.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// SQLite's extended result code, for example 2067 (`SQLITE_CONSTRAINT_UNIQUE`).
  public let code: Int32
  /// SQLite's own sentence.
  public let message: String
  /// The statement's text, where one was at work. Values are bound, so no data stands in it.
  public let sql: String?

  public init(code: Int32, message: String, sql: String? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
  }

  /// The error a connection has just had.
  init(_ handle: OpaquePointer?, sql: String? = nil) {
    self.init(
      code: sqlite3_extended_errcode(handle), message: sqlite3_errmsg(handle).map { String(cString: $0) } ?? "out of memory", sql: sql)
  }

  /// A unique index or primary key was about to hold the same values twice.
  public var isUniqueViolation: Bool {
    code == SQLITE_CONSTRAINT_UNIQUE_CODE || code == SQLITE_CONSTRAINT_PRIMARYKEY_CODE || code == SQLITE_CONSTRAINT_ROWID_CODE
  }

  /// Another connection holds the lock, and the busy timeout has passed.
  public var isBusy: Bool { code & 0xFF == SQLITE_BUSY }

  /// The file holds something that is no database.
  public var isNotADatabase: Bool { code & 0xFF == SQLITE_NOTADB }

  /// The file is a database that is broken.
  public var isCorrupt: Bool { code & 0xFF == SQLITE_CORRUPT }

  public var description: String {
    "SQLite \(code): \(message)" + (sql.map { " in: \($0)" } ?? "")
  }
}

// Extended codes are macros with a shift, which Swift does not import: SQLITE_CONSTRAINT | number << 8.
private let SQLITE_CONSTRAINT_PRIMARYKEY_CODE: Int32 = SQLITE_CONSTRAINT | 6 << 8
private let SQLITE_CONSTRAINT_UNIQUE_CODE: Int32 = SQLITE_CONSTRAINT | 8 << 8
private let SQLITE_CONSTRAINT_ROWID_CODE: Int32 = SQLITE_CONSTRAINT | 10 << 8
