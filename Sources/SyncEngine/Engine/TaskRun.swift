/// What one task of an execution did. The counts add up: `read` = `created` + `updated` + `unchanged` + `skipped` + `failed`.
public struct TaskRun: Sendable {
  public let task: String
  /// Rows the source answered that pass the filter.
  public internal(set) var read = 0
  /// How many it is going to read, about; known of long runs that somebody watches, where the source counts so far.
  public internal(set) var total: Int?
  /// What each clause of the filter lets through, counted only when nothing was read.
  public internal(set) var filterCounts: FilterCounts?
  public internal(set) var created = 0
  public internal(set) var updated = 0
  /// Rows whose mapped content is known to be at the destination already.
  public internal(set) var unchanged = 0
  /// Rows with a blank business key (R-ENG-11).
  public internal(set) var skipped = 0
  public internal(set) var failed = 0
  /// Rows among those read that had waited for another try.
  public internal(set) var retried = 0
  /// The largest number of rows of an execution was reached; the rest waits for the next run.
  public internal(set) var reachedLimit = false
  /// Somebody has asked for the end of the execution.
  public internal(set) var wasCanceled = false
  /// Failures, each with its own reason (R-ENG-7); every row where `RunOptions.reportsEveryRow` is set.
  public internal(set) var rows: [RowOutcome] = []

  public init(task: String) { self.task = task }

  public var upserts: Int { created + updated }

  /// Rows that count towards the limit of an execution. Those known to be at the destination do not: where a task reads from the start
  /// every time, they would keep it from ever getting past them.
  var moved: Int { read - unchanged }

  /// Counts a row and keeps it where it is to be reported.
  mutating func record(_ row: RowOutcome, reportsEveryRow: Bool) {
    switch row.outcome {
    case .created: created += 1
    case .updated: updated += 1
    case .unchanged: unchanged += 1
    case .skipped: skipped += 1
    case .failed, .inDoubt: failed += 1
    }
    if reportsEveryRow || row.outcome == .failed || row.outcome == .inDoubt { rows.append(row) }
  }
}
