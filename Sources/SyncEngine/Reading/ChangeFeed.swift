import OData

/// A service's own account of which rows changed since a position it gave out.
///
/// The account names rows, and the rows are read by key, with the task's own filter, columns and lookups: neither delta links nor packages
/// can be narrowed as a task's query is, and what is read the same way is the same content.
protocol ChangeFeed {
  /// - Parameter position: what the ledger keeps from the last run that came to its end; `nil` before the first.
  /// - Returns: `nil` where the service keeps no such account; it is read as if there were none.
  /// - Throws: `ServiceFailure` where the service cannot be worked with at present.
  func changes(since position: String?) async throws -> ChangedRows?
}

/// What a feed tells.
struct ChangedRows {
  enum Rows {
    /// Only a look at every row finds what has changed: at the first run, and where the position is lost.
    case unknown
    /// Rows that fulfil any of these conditions; there may be some that have left the task's filter, or are gone.
    case matching([String])
  }

  var rows: Rows
  /// Kept with the outcomes of the last rows.
  var position: String
  /// The row version up to which everything is among the rows, where the source has versions.
  var watermark: Int64?
}
