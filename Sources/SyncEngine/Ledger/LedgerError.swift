public import OData

/// A ledger the engine must not touch.
public enum LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  case newerFormat(found: Int64, known: Int64)
  case notALedger(String)
  case damaged(String, finding: String)
  /// Another engine is at work with it.
  case held(by: String, until: Timestamp)
  /// Another engine has taken the lease over while this one was silent for longer than the lease lasts.
  case leaseLost(to: String)

  public var description: String {
    switch self {
    case .newerFormat(let found, let known):
      "the ledger has format \(found), this engine knows formats up to \(known); use the newer engine that wrote it, or another file"
    case .notALedger(let path): "\(path) is no ledger; name another file, or one that does not exist yet"
    case .damaged(let path, let finding):
      "the ledger \(path) is damaged (\(finding)); it was left as it is. Go on with a backup of it, or with a new one: rows are written by "
        + "their keys, so a run with a new ledger writes every row again and doubles none"
    case .held(let holder, let until):
      "the ledger is in use by \(holder) until \(until) or as long as that goes on; two engines on one ledger would lose positions. "
        + "Wait for it, or give this engine a ledger of its own"
    case .leaseLost(let holder):
      "the ledger was taken over by \(holder) while this engine was silent; the run stops here, and what it has not recorded is done again"
    }
  }
}
