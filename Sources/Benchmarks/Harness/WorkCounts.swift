/// What some work does, counted: the same on every machine and in every run, so that a change shows even where clocks are of no use.
public struct WorkCounts: Hashable, Sendable {
  /// Requests at both systems; a batch is one.
  public var requests = 0
  /// Requests that were refused for now (429, 503) and had to be sent again.
  public var retries = 0
  /// SQL statements begun in both systems and the ledger.
  public var statements = 0
  /// Rows inserted, updated or deleted in the tables of both systems and the ledger.
  public var rowsWritten = 0

  /// Blocks of memory asked for; `nil` where nobody counts them.
  public var allocations: Int?

  public init() {}

  /// The names and figures, as reports and thresholds have them.
  public var named: [(name: String, value: Int)] {
    [("requests", requests), ("retries", retries), ("statements", statements), ("rows-written", rowsWritten)]
      + (allocations.map { [("allocations", $0)] } ?? [])
  }
}
