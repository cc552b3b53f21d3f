public import OData
import SQLite

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

  let database: Database

  /// - Throws: `LedgerError` for a ledger of a newer format, `SQLiteError` for a file that is no ledger.
  public init(_ location: Location = .memory) throws {
    switch location {
    case .memory: database = try Database(.memory)
    case .file(let path): database = try Database(.file(path))
    }
    try LedgerSchema.prepare(database)
  }

  // MARK: Executions

  func begin(project: String, template: String, at time: Timestamp) throws -> Int64 {
    try database.transaction {
      let project = try id(ofProject: project, template: template, at: time)
      let statement = try database.cached("INSERT INTO executions (project, started) VALUES (?, ?)")
      try statement.bind(project, at: 1)
      try statement.bind(time.milliseconds, at: 2)
      try statement.run()
      return database.lastInsertRowID
    }
  }

  func finish(_ execution: Execution) throws {
    try database.transaction {
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
      INSERT OR REPLACE INTO task_runs (execution, position, task, read, created, updated, unchanged, skipped, failed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    try statement.bind(execution, at: 1)
    try statement.bind(Int64(position), at: 2)
    try statement.bind(task.task, at: 3)
    for (index, count) in [task.read, task.created, task.updated, task.unchanged, task.skipped, task.failed].enumerated() {
      try statement.bind(Int64(count), at: 4 + index)
    }
    try statement.run()
  }

  /// Removes executions older than 45 days, with their task runs and failures (R-ENG-10). Rows and watermarks stay: they are state,
  /// not history.
  public func purge(now: Timestamp) throws {
    let oldest = now.milliseconds - Self.historyDays * 86_400_000
    try database.transaction {
      for table in ["failures", "task_runs", "problems"] {
        let statement = try database.cached("DELETE FROM \(table) WHERE execution IN (SELECT id FROM executions WHERE started < ?)")
        try statement.bind(oldest, at: 1)
        try statement.run()
      }
      let statement = try database.cached("DELETE FROM executions WHERE started < ?")
      try statement.bind(oldest, at: 1)
      try statement.run()
    }
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

/// A ledger the engine must not touch.
public enum LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  case newerFormat(found: Int64, known: Int64)

  public var description: String {
    switch self {
    case .newerFormat(let found, let known):
      "the ledger has format \(found), this engine knows formats up to \(known); use the newer engine that wrote it, or another file"
    }
  }
}
