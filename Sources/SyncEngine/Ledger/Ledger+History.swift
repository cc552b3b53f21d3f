public import OData
import SQLite

/// A line of the execution history.
public struct ExecutionSummary: Hashable, Sendable {
  public let id: Int64
  public let project: String
  public let started: Timestamp
  /// `nil` for an execution that is running, or was killed.
  public let finished: Timestamp?
  public let status: String?
  public let upserts: Int
  public let errors: Int
  /// Who had agreed to it, and since when; `nil` for executions of engines that did not log it.
  public let consent: String?

  /// The status as people see it: an execution without an end is In progress while an engine holds the ledger, and was killed otherwise.
  /// - Parameters:
  ///   - lease: the ledger's.
  ///   - isGone: whether an engine of that name is known to have ended.
  public func shownStatus(lease: LedgerLease?, now: Timestamp, isGone: (String) -> Bool = { _ in false }) -> String {
    if let status { return status }
    guard let lease, lease.until > now, lease.since <= started, !isGone(lease.holder) else { return "Interrupted" }
    return "In progress"
  }
}

/// What the ledger knows about one business key, for explanations.
public struct LedgerEntry: Hashable, Sendable {
  public let project: String
  public let task: String
  public let sourceKey: String
  public let destinationKey: String
  public let outcome: RowOutcome.Outcome
  public let attempts: Int
  public let execution: Int64
  public let reason: String?
}

extension Ledger {
  /// Asks the running execution of a project to stop behind the page it is at. Another process may ask.
  /// - Returns: whether one was running.
  public func cancel(project: String) throws -> Bool {
    let statement = try database.cached(
      """
      UPDATE executions SET cancel = 1 WHERE finished IS NULL AND id = (
        SELECT max(executions.id) FROM executions JOIN projects ON projects.id = executions.project WHERE projects.name = ?)
      """)
    try statement.bind(project, at: 1)
    try statement.run()
    return database.changes > 0
  }

  func isToBeCanceled(execution: Int64) throws -> Bool {
    let statement = try database.cached("SELECT cancel FROM executions WHERE id = ?")
    defer { statement.reset() }
    try statement.bind(execution, at: 1)
    return try statement.step() && statement.bool(0)
  }

  /// Executions, newest first.
  public func executions(project: String? = nil, limit: Int = 100) throws -> [ExecutionSummary] {
    let statement = try database.cached(
      """
      SELECT executions.id, projects.name, started, finished, status, upserts, errors, consent FROM executions
      JOIN projects ON projects.id = executions.project WHERE ?1 IS NULL OR projects.name = ?1 ORDER BY executions.id DESC LIMIT ?2
      """)
    defer { statement.reset() }
    try statement.bind(project, at: 1)
    try statement.bind(Int64(limit), at: 2)
    var result: [ExecutionSummary] = []
    while try statement.step() {
      result.append(
        ExecutionSummary(
          id: statement.int(0), project: statement.text(1), started: Timestamp(milliseconds: statement.int(2)),
          finished: statement.optionalInt(3).map { Timestamp(milliseconds: $0) }, status: statement.optionalText(4),
          upserts: Int(statement.int(5)), errors: Int(statement.int(6)),
          consent: statement.optionalText(7)))
    }
    return result
  }

  /// The ledger's rows of a business key: as destination key, with or without the company in front, or as source key.
  public func entries(forKey key: String) throws -> [LedgerEntry] {
    try entries(where: "rows.source_key = ?1 OR rows.destination_key = ?1 OR rows.destination_key LIKE '%,' || ?1", key)
  }

  /// Every row of every task, in the order of tasks and source keys.
  public func entries() throws -> [LedgerEntry] { try entries(where: "?1 IS NOT NULL", "") }

  /// Rows that wait for another try.
  public func waitingEntries(project: String) throws -> [LedgerEntry] {
    try entries(where: "rows.outcome >= 5 AND tasks.project = ?1", project)
  }

  private func entries(where condition: String, _ argument: String) throws -> [LedgerEntry] {
    let statement = try database.cached(
      """
      SELECT tasks.project, tasks.name, source_key, destination_key, outcome, attempts, execution, reason FROM rows
      JOIN tasks ON tasks.id = rows.task WHERE \(condition) ORDER BY tasks.id, source_key
      """)
    defer { statement.reset() }
    try statement.bind(argument, at: 1)
    var result: [LedgerEntry] = []
    while try statement.step() {
      result.append(
        LedgerEntry(
          project: statement.text(0), task: statement.text(1), sourceKey: statement.text(2), destinationKey: statement.text(3),
          outcome: RowOutcome.Outcome(rawValue: statement.int(4)) ?? .failed, attempts: Int(statement.int(5)),
          execution: statement.int(6), reason: statement.optionalText(7)))
    }
    return result
  }
}
