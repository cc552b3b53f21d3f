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
    """
  ]

  static var version: Int64 { Int64(migrations.count) }

  /// Brings a new or older ledger to the present format.
  /// - Throws: `LedgerError.newerFormat`, `SQLiteError`.
  static func prepare(_ database: Database) throws {
    let statement = try database.prepare("PRAGMA user_version")
    _ = try statement.step()
    let found = statement.int(0)
    statement.reset()
    guard found <= version else { throw LedgerError.newerFormat(found: found, known: version) }
    guard found < version else { return }
    try database.transaction {
      for step in migrations[Int(found)...] { try database.execute(step) }
      try database.execute("PRAGMA user_version = \(version)")
    }
  }
}
