import OData
import PlantedBugs
import SQLite

/// What the ledger knows of one row.
struct LedgerRow {
  var destinationKey: String
  /// Version of the source row when it was last handled; 0 where the source has none.
  var sourceVersion: Int64
  /// Hash of the content that was last written.
  var hash: ContentHash
  /// Which columns that content had a value in.
  var filled: FilledColumns
  var outcome: RowOutcome.Outcome
  /// A write under this destination key has succeeded at some time.
  var isAtDestination: Bool
  var attempts: Int64
}

extension Ledger {
  /// What the ledger keeps of a task.
  struct TaskState {
    let id: Int64
    var watermark: Int64
    /// What a feed of changes gave out; see `ChangeFeed`.
    var position: String?
  }

  /// The task's state. Where its fingerprint (ends, filter, mapping) differs from the last run's, the watermark starts over: a widened
  /// filter or a new mapping row must reach rows that have not changed since.
  func state(project: String, task: String, fingerprint: String) throws -> TaskState {
    try write {
      let select = try database.cached("SELECT id, watermark, fingerprint, position FROM tasks WHERE project = ? AND name = ?")
      try select.bind(project, at: 1)
      try select.bind(task, at: 2)
      defer { select.reset() }
      if try select.step() {
        let id = select.int(0)
        if select.text(2) == fingerprint { return TaskState(id: id, watermark: select.int(1), position: select.optionalText(3)) }
        let update = try database.cached("UPDATE tasks SET watermark = 0, position = NULL, fingerprint = ? WHERE id = ?")
        try update.bind(fingerprint, at: 1)
        try update.bind(id, at: 2)
        try update.run()
        // Which columns were filled is told by position, and positions have moved; the pass from the start learns them again.
        let forget = try database.cached("UPDATE rows SET filled = 0 WHERE task = ?")
        try forget.bind(id, at: 1)
        try forget.run()
        return TaskState(id: id, watermark: 0)
      }
      let insert = try database.cached("INSERT INTO tasks (project, name, fingerprint) VALUES (?, ?, ?)")
      try insert.bind(project, at: 1)
      try insert.bind(task, at: 2)
      try insert.bind(fingerprint, at: 3)
      try insert.run()
      return TaskState(id: database.lastInsertRowID, watermark: 0)
    }
  }

  /// What is kept of a task that has run; changes nothing.
  func knownState(project: String, task: String) throws -> TaskState? {
    let statement = try database.cached("SELECT id, watermark FROM tasks WHERE project = ? AND name = ?")
    defer { statement.reset() }
    try statement.bind(project, at: 1)
    try statement.bind(task, at: 2)
    return try statement.step() ? TaskState(id: statement.int(0), watermark: statement.int(1)) : nil
  }

  /// The ledger's row of each source key, in their order; `nil` for a row never seen.
  func rows(task: Int64, sourceKeys: [String]) throws -> [LedgerRow?] {
    let statement = try database.cached(
      """
      SELECT destination_key, source_version, hash_high, hash_low, outcome, is_at_destination, attempts, filled
      FROM rows WHERE task = ? AND source_key = ?
      """)
    return try database.reading {
      try sourceKeys.map { key in
        defer { statement.reset() }
        try statement.bind(task, at: 1)
        try statement.bind(key, at: 2)
        guard try statement.step() else { return nil }
        return LedgerRow(
          destinationKey: statement.text(0), sourceVersion: statement.int(1),
          hash: ContentHash(high: UInt64(bitPattern: statement.int(2)), low: UInt64(bitPattern: statement.int(3))),
          filled: FilledColumns(bits: UInt64(bitPattern: statement.int(7))),
          outcome: RowOutcome.Outcome(rawValue: statement.int(4)) ?? .failed, isAtDestination: statement.bool(5),
          attempts: statement.int(6))
      }
    }
  }

  /// Everything a run goes by: how far tasks have read, and what is known of rows. Where neither this nor the systems have changed since a
  /// run, the next one does what it did.
  package func memory() throws -> String {
    var memory = ""
    for sql in [
      "SELECT id || '|' || fingerprint || '|' || watermark || '|' || ifnull(position, '') FROM tasks ORDER BY id",
      """
      SELECT task || '|' || source_key || '|' || destination_key || '|' || source_version || '|' || hash_high || '|' || hash_low || '|'
        || filled || '|' || outcome || '|' || is_at_destination || '|' || attempts FROM rows ORDER BY task, source_key
      """,
    ] {
      let statement = try database.cached(sql)
      defer { statement.reset() }
      while try statement.step() { memory += statement.text(0) + "\n" }
    }
    return memory
  }

  /// Source keys of rows that wait for another try, in key order.
  func waiting(task: Int64) throws -> [String] {
    if PlantedBug.failedRowForgotten.isOn { return [] }
    let statement = try database.cached("SELECT source_key FROM rows WHERE task = ? AND outcome >= 5 ORDER BY source_key")
    defer { statement.reset() }
    try statement.bind(task, at: 1)
    var keys: [String] = []
    while try statement.step() { keys.append(statement.text(0)) }
    return keys
  }

  /// Forgets that rows wait: they have left the task's scope at the source.
  func dropWaiting(task: Int64, sourceKeys: [String], at now: Timestamp) throws {
    guard !sourceKeys.isEmpty else { return }
    try write {
      try renew(at: now)
      let statement = try database.cached("UPDATE rows SET outcome = 4, reason = NULL WHERE task = ? AND source_key = ?")
      for key in sourceKeys {
        try statement.bind(task, at: 1)
        try statement.bind(key, at: 2)
        try statement.run()
      }
    }
  }

  /// Writes what became of a page and how far the task has read, in one transaction.
  /// - Parameter watermark: `nil` to keep the old one.
  /// - Throws: `LedgerError.leaseLost`, `SQLiteError`.
  func commit(
    task: Int64, execution: Int64, rows: [(outcome: RowOutcome, row: LedgerRow)], watermark: Int64?, position: String? = nil,
    at now: Timestamp
  ) throws {
    guard !rows.isEmpty || watermark != nil || position != nil else { return }
    try write {
      try renew(at: now)
      let upsert = try database.cached(
        """
        INSERT INTO rows (task, source_key, destination_key, source_version, hash_high, hash_low, outcome, is_at_destination, attempts,
          execution, reason, filled)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (task, source_key) DO UPDATE SET destination_key = excluded.destination_key,
          source_version = excluded.source_version, hash_high = excluded.hash_high, hash_low = excluded.hash_low,
          outcome = excluded.outcome, is_at_destination = excluded.is_at_destination, attempts = excluded.attempts,
          execution = excluded.execution, reason = excluded.reason, filled = excluded.filled
        """)
      for (outcome, row) in rows {
        try upsert.bind(task, at: 1)
        try upsert.bind(outcome.sourceKey, at: 2)
        try upsert.bind(row.destinationKey, at: 3)
        try upsert.bind(row.sourceVersion, at: 4)
        try upsert.bind(Int64(bitPattern: row.hash.high), at: 5)
        try upsert.bind(Int64(bitPattern: row.hash.low), at: 6)
        try upsert.bind(row.outcome.rawValue, at: 7)
        try upsert.bind(row.isAtDestination, at: 8)
        try upsert.bind(row.attempts, at: 9)
        try upsert.bind(execution, at: 10)
        try upsert.bind(outcome.reason, at: 11)
        try upsert.bind(Int64(bitPattern: row.filled.bits), at: 12)
        try upsert.run()
        if outcome.outcome == .failed || outcome.outcome == .inDoubt { try recordFailure(outcome, task: task, execution: execution) }
      }
      if let watermark {
        let statement = try database.cached("UPDATE tasks SET watermark = ? WHERE id = ?")
        try statement.bind(watermark, at: 1)
        try statement.bind(task, at: 2)
        try statement.run()
      }
      if let position { try setPosition(position, task: task) }
    }
  }

  /// Keeps a feed's position by itself, before its rows are there.
  func keep(position: String, task: Int64, at now: Timestamp) throws {
    try write {
      try renew(at: now)
      try setPosition(position, task: task)
    }
  }

  private func setPosition(_ position: String, task: Int64) throws {
    let statement = try database.cached("UPDATE tasks SET position = ? WHERE id = ?")
    try statement.bind(position, at: 1)
    try statement.bind(task, at: 2)
    try statement.run()
  }

  private func recordFailure(_ outcome: RowOutcome, task: Int64, execution: Int64) throws {
    let statement = try database.cached(
      "INSERT INTO failures (execution, task, source_key, destination_key, outcome, reason) VALUES (?, ?, ?, ?, ?, ?)")
    try statement.bind(execution, at: 1)
    try statement.bind(task, at: 2)
    try statement.bind(outcome.sourceKey, at: 3)
    try statement.bind(outcome.destinationKey, at: 4)
    try statement.bind(outcome.outcome.rawValue, at: 5)
    try statement.bind(outcome.reason, at: 6)
    try statement.run()
  }
}
