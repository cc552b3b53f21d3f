import SQLite

extension Ledger {
  /// The tasks of an execution that has ended, in list order; their failed rows are told by `failures`.
  public func taskRuns(execution: Int64) throws -> [TaskRun] {
    let counts = try filterCounts(execution: execution)
    let statement = try database.cached(
      """
      SELECT position, task, read, created, updated, unchanged, skipped, failed FROM task_runs WHERE execution = ? ORDER BY position
      """)
    defer { statement.reset() }
    try statement.bind(execution, at: 1)
    var runs: [TaskRun] = []
    while try statement.step() {
      var run = TaskRun(task: statement.text(1))
      run.read = Int(statement.int(2))
      run.created = Int(statement.int(3))
      run.updated = Int(statement.int(4))
      run.unchanged = Int(statement.int(5))
      run.skipped = Int(statement.int(6))
      run.failed = Int(statement.int(7))
      run.filterCounts = counts[Int(statement.int(0))]
      runs.append(run)
    }
    return runs
  }

  /// Rows that an execution could not write, each with its reason, in the order in which they failed.
  public func failures(execution: Int64) throws -> [LedgerEntry] {
    let statement = try database.cached(
      """
      SELECT tasks.project, tasks.name, source_key, destination_key, outcome, reason FROM failures
      JOIN tasks ON tasks.id = failures.task WHERE execution = ? ORDER BY failures.id
      """)
    defer { statement.reset() }
    try statement.bind(execution, at: 1)
    var result: [LedgerEntry] = []
    while try statement.step() {
      result.append(
        LedgerEntry(
          project: statement.text(0), task: statement.text(1), sourceKey: statement.text(2), destinationKey: statement.text(3),
          outcome: RowOutcome.Outcome(rawValue: statement.int(4)) ?? .failed, attempts: 1, execution: execution,
          reason: statement.optionalText(5)))
    }
    return result
  }

  /// Rows an execution was the last to handle, of one project or of all.
  public func entries(lastHandledBy execution: Int64?, project: String?, isWaiting: Bool) throws -> [LedgerEntry] {
    try entries().filter { entry in
      (execution == nil || entry.execution == execution) && (project == nil || entry.project == project)
        && (!isWaiting || entry.outcome == .failed || entry.outcome == .inDoubt)
    }
  }

  /// Projects the ledger has run.
  public func projects() throws -> [String] {
    let statement = try database.cached("SELECT name FROM projects ORDER BY name")
    defer { statement.reset() }
    var names: [String] = []
    while try statement.step() { names.append(statement.text(0)) }
    return names
  }
}
