public import OData
package import SQLite

/// The engine's memory: projects, executions, what became of every row, and how far each task has read.
///
/// Opened by one engine alone. Outcomes of a page and the new watermark are written in one transaction, so that a crash leaves either
/// both or neither: the next run repeats the page, and repeating is safe because rows are upserted by key.
public final class Ledger {
  public enum Location: Hashable, Sendable {
    case memory
    /// A file in write-ahead-log mode, made when it is not there.
    case file(String)
  }

  /// History older than this is purged (sourced: DI-25).
  public static let historyDays: Int64 = 45

  /// For measurements that count its statements; nothing else reaches below the ledger from outside.
  package private(set) var database: Database
  /// Takes the connection when the ledger ends.
  private let shelf: LedgerShelf?
  /// Who holds the lease through this object; `nil` while nobody does.
  var holder: String?

  /// The moment before which nothing is left of history.
  private var purged: Int64?

  /// Asked before everything that is written; what it throws is thrown to the engine. A simulation ends an engine here.
  public var beforeWriting: (() throws -> Void)?

  /// Opens a ledger and checks it as a whole, which takes about a second for each gigabyte.
  /// - Parameter shelf: what ledgers in memory leave, for the next ones.
  /// - Throws: `LedgerError` for a file that is no ledger, a damaged one and one of a newer format, none of which is touched.
  public init(_ location: Location = .memory, shelf: LedgerShelf? = nil) throws {
    switch location {
    case .memory:
      self.shelf = shelf
      if let left = shelf?.idle.take() {
        database = left
        return
      }
      database = try Database(.memory)
    case .file(let path):
      self.shelf = nil
      database = try Self.open(path)
    }
    try LedgerSchema.prepare(database)
    if self.shelf != nil { try database.layGround() }
  }

  deinit {
    // One that cannot be emptied just ends.
    guard let shelf, isKnownUniquelyReferenced(&database), (try? database.returnToGround()) == true else { return }
    shelf.idle.put(database)
  }

  private static func open(_ path: String) throws -> Database {
    do {
      let database = try Database(.file(path))
      try check(database, path)
      return database
    } catch let error as SQLiteError {
      if error.isNotADatabase { throw LedgerError.notALedger(path) }
      if error.isCorrupt { throw LedgerError.damaged(path, finding: error.message) }
      throw error
    }
  }

  private static func check(_ database: Database, _ path: String) throws {
    let statement = try database.prepare("PRAGMA quick_check(1)")
    guard try statement.step(), statement.text(0) != "ok" else { return }
    throw LedgerError.damaged(path, finding: statement.text(0))
  }

  /// Everything that changes the ledger goes through here: all of it or nothing.
  func write<Result>(_ body: () throws -> Result) throws -> Result {
    try beforeWriting?()
    return try database.transaction(body)
  }

  // MARK: Executions

  func begin(project: String, template: String, consent: Consent = .ofTheProgram, at time: Timestamp) throws -> Int64 {
    try write {
      let project = try id(ofProject: project, template: template, at: time)
      let statement = try database.cached("INSERT INTO executions (project, started, consent) VALUES (?, ?, ?)")
      try statement.bind(project, at: 1)
      try statement.bind(time.milliseconds, at: 2)
      try statement.bind("\(consent)", at: 3)
      try statement.run()
      return database.lastInsertRowID
    }
  }

  func finish(_ execution: Execution) throws {
    try write {
      let statement = try database.cached(
        "UPDATE executions SET finished = ?, status = ?, upserts = ?, errors = ?, failure = ? WHERE id = ?")
      try statement.bind(execution.finished.milliseconds, at: 1)
      try statement.bind(execution.status.rawValue, at: 2)
      try statement.bind(Int64(execution.upserts), at: 3)
      try statement.bind(Int64(execution.errors), at: 4)
      try statement.bind(execution.failure, at: 5)
      try statement.bind(execution.id, at: 6)
      try statement.run()
      for (position, task) in execution.tasks.enumerated() { try record(task, position: position, execution: execution.id) }
      for problem in execution.problems {
        let statement = try database.cached("INSERT INTO problems (execution, code, task, message) VALUES (?, ?, ?, ?)")
        try statement.bind(execution.id, at: 1)
        try statement.bind(problem.code, at: 2)
        try statement.bind(problem.task, at: 3)
        try statement.bind(problem.message, at: 4)
        try statement.run()
      }
    }
  }

  private func record(_ task: TaskRun, position: Int, execution: Int64) throws {
    let statement = try database.cached(
      """
      INSERT OR REPLACE INTO task_runs (execution, position, task, read, created, updated, unchanged, skipped, failed, filtered)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    try statement.bind(execution, at: 1)
    try statement.bind(Int64(position), at: 2)
    try statement.bind(task.task, at: 3)
    for (index, count) in [task.read, task.created, task.updated, task.unchanged, task.skipped, task.failed].enumerated() {
      try statement.bind(Int64(count), at: 4 + index)
    }
    try statement.bind(task.filterCounts?[.source].map { Int64($0.rows) }, at: 10)
    try statement.run()
    if let counts = task.filterCounts { try record(counts, task: position, execution: execution) }
  }

  /// Removes executions older than 45 days, with their task runs and failures, and what else happened before (R-ENG-10). Rows and
  /// watermarks stay: they are state, not history.
  public func purge(now: Timestamp) throws {
    let oldest = now.milliseconds - Self.historyDays * 86_400_000
    try write {
      // Whatever is noted is noted as of now: nothing that old has come since.
      if let purged, oldest <= purged { return }
      for table in ["failures", "task_runs", "problems", "filter_counts"] {
        let statement = try database.cached("DELETE FROM \(table) WHERE execution IN (SELECT id FROM executions WHERE started < ?)")
        try statement.bind(oldest, at: 1)
        try statement.run()
      }
      let statement = try database.cached("DELETE FROM executions WHERE started < ?")
      try statement.bind(oldest, at: 1)
      try statement.run()
      for (table, column) in [("missed_runs", "noted"), ("notifications", "created")] {
        let statement = try database.cached("DELETE FROM \(table) WHERE \(column) < ?")
        try statement.bind(oldest, at: 1)
        try statement.run()
      }
    }
    purged = oldest
  }

  private func id(ofProject name: String, template: String, at time: Timestamp) throws -> Int64 {
    let select = try database.cached("SELECT id FROM projects WHERE name = ?")
    try select.bind(name, at: 1)
    defer { select.reset() }
    if try select.step() { return select.int(0) }
    let insert = try database.cached("INSERT INTO projects (name, template, created) VALUES (?, ?, ?)")
    try insert.bind(name, at: 1)
    try insert.bind(template, at: 2)
    try insert.bind(time.milliseconds, at: 3)
    try insert.run()
    return database.lastInsertRowID
  }
}
