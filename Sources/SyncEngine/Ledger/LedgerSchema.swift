import SQLite

/// The tables of the ledger. A new format adds a step to `migrations`; steps that were released are never changed.
enum LedgerSchema {
  static let migrations: [String] = [
    """
    CREATE TABLE projects (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, template TEXT NOT NULL, created INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE executions (
      id INTEGER PRIMARY KEY AUTOINCREMENT, project INTEGER NOT NULL REFERENCES projects, started INTEGER NOT NULL,
      finished INTEGER, status TEXT, upserts INTEGER, errors INTEGER, failure TEXT
    ) STRICT;
    CREATE INDEX executions_started ON executions (started);
    CREATE TABLE task_runs (
      execution INTEGER NOT NULL, position INTEGER NOT NULL, task TEXT NOT NULL, read INTEGER NOT NULL, created INTEGER NOT NULL,
      updated INTEGER NOT NULL, unchanged INTEGER NOT NULL, skipped INTEGER NOT NULL, failed INTEGER NOT NULL,
      PRIMARY KEY (execution, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE problems (
      id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, code TEXT NOT NULL, task TEXT NOT NULL, message TEXT NOT NULL
    ) STRICT;
    CREATE INDEX problems_execution ON problems (execution);
    CREATE TABLE failures (
      id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, task INTEGER NOT NULL, source_key TEXT NOT NULL,
      destination_key TEXT NOT NULL, outcome INTEGER NOT NULL, reason TEXT
    ) STRICT;
    CREATE INDEX failures_execution ON failures (execution);
    CREATE TABLE tasks (
      id INTEGER PRIMARY KEY, project TEXT NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL, watermark INTEGER NOT NULL DEFAULT 0,
      UNIQUE (project, name)
    ) STRICT;
    CREATE TABLE rows (
      task INTEGER NOT NULL, source_key TEXT NOT NULL, destination_key TEXT NOT NULL, source_version INTEGER NOT NULL,
      hash_high INTEGER NOT NULL, hash_low INTEGER NOT NULL, filled INTEGER NOT NULL, outcome INTEGER NOT NULL,
      is_at_destination INTEGER NOT NULL, attempts INTEGER NOT NULL, execution INTEGER NOT NULL, reason TEXT, PRIMARY KEY (task, source_key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX rows_waiting ON rows (task) WHERE outcome >= 5;
    """,
    """
    CREATE TABLE lease (
      id INTEGER PRIMARY KEY CHECK (id = 1), holder TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL
    ) STRICT;
    ALTER TABLE executions ADD COLUMN cancel INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE task_runs ADD COLUMN filtered INTEGER;
    """,
    """
    CREATE TABLE filter_counts (
      execution INTEGER NOT NULL, task_position INTEGER NOT NULL, position INTEGER NOT NULL, subject INTEGER NOT NULL, clause TEXT,
      rows INTEGER NOT NULL, is_least INTEGER NOT NULL, PRIMARY KEY (execution, task_position, position)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE executions ADD COLUMN consent TEXT;
    CREATE TABLE schedules (
      project TEXT PRIMARY KEY, place INTEGER NOT NULL, recurrence TEXT NOT NULL, start INTEGER NOT NULL, until INTEGER,
      position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE missed_runs (
      id INTEGER PRIMARY KEY, project TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL,
      reason TEXT NOT NULL, noted INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE notifications (
      id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, target TEXT NOT NULL, event TEXT NOT NULL, body TEXT NOT NULL,
      created INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, delivered INTEGER, failure TEXT
    ) STRICT;
    CREATE INDEX notifications_waiting ON notifications (target) WHERE delivered IS NULL;
    """,
    """
    ALTER TABLE tasks ADD COLUMN position TEXT;
    """,
    """
    ALTER TABLE projects ADD COLUMN by_query INTEGER NOT NULL DEFAULT 0;
    """,
  ]

  static var version: Int64 { Int64(migrations.count) }

  /// Brings a new or older ledger to the present format. Before an older one is changed, a copy of it is put beside it.
  /// - Throws: `LedgerError` for what is no ledger, a damaged one and one of a newer format; `SQLiteError`.
  static func prepare(_ database: Database) throws {
    let found = try number("PRAGMA user_version", database)
    guard found <= version else { throw LedgerError.newerFormat(found: found, known: version) }
    if found == 0, try number("SELECT count(*) FROM sqlite_schema", database) > 0 { throw LedgerError.notALedger(database.path) }
    guard found < version else { return }
    if found > 0, case .file(let path) = database.location { try backUp(database, format: found, path: path) }
    try database.transaction {
      for step in migrations[Int(found)...] { try database.execute(step) }
      try database.execute("PRAGMA user_version = \(version)")
    }
  }

  /// `ledger.db.format-1`, or with a number behind it where that is taken: SQLite writes no backup over a file that is there.
  private static func backUp(_ database: Database, format: Int64, path: String) throws {
    var refusal: SQLiteError?
    for number in 1..<100 {
      refusal = copy(database, to: "\(path).format-\(format)" + (number == 1 ? "" : "-\(number)"))
      guard let refusal, refusal.message.contains("already exists") else { break }
    }
    if let refusal { throw refusal }
  }

  private static func copy(_ database: Database, to path: String) -> SQLiteError? {
    do {
      let statement = try database.prepare("VACUUM INTO ?")
      try statement.bind(path, at: 1)
      try statement.run()
      return nil
    } catch {
      return error
    }
  }

  private static func number(_ sql: String, _ database: Database) throws -> Int64 {
    let statement = try database.prepare(sql)
    guard try statement.step() else { return 0 }
    return statement.int(0)
  }
}

extension Database {
  fileprivate var path: String { if case .file(let path) = location { path } else { "in memory" } }
}
