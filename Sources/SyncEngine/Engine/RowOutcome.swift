/// What became of one row.
public struct RowOutcome: Hashable, Sendable {
  public enum Outcome: Int64, Sendable {
    case created = 1
    case updated = 2
    case unchanged = 3
    /// The business key is blank.
    case skipped = 4
    case failed = 5
    /// The answer to the write never came and reading back did not settle it; the next run repeats it safely.
    case inDoubt = 6
  }

  /// Key values of the source row, for example `3a2f…` in Sales or `usmf,SO-001` in Supply Chain.
  public let sourceKey: String
  /// Business key at the destination, for example `usmf,ACC-01000-BVRCPS`; empty where it is blank or not known.
  public let destinationKey: String
  public let outcome: Outcome
  /// Why, for everything that was not written: the innermost message of the destination, or ours.
  public let reason: String?

  public init(sourceKey: String, destinationKey: String, outcome: Outcome, reason: String? = nil) {
    self.sourceKey = sourceKey
    self.destinationKey = destinationKey
    self.outcome = outcome
    self.reason = reason
  }
}
