public import OData

/// Moments of a schedule at which a project did not run, one after the other and for one reason.
public struct MissedRuns: Hashable, Sendable, CustomStringConvertible {
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// The project's own run was still under way; a second one is not started (R-ENG-2).
    case underWay
    /// Another engine had the ledger.
    case ledgerInUse
    /// Nobody was there to start it, or another project's run took that long. One run makes up for all of them.
    case late
  }

  public let project: String
  public let first: Timestamp
  public let last: Timestamp
  public let count: Int
  public let reason: Reason

  public init(project: String, first: Timestamp, last: Timestamp, count: Int, reason: Reason) {
    self.project = project
    self.first = first
    self.last = last
    self.count = count
    self.reason = reason
  }

  public var description: String {
    let moments = count == 1 ? "the run of \(first)" : "\(count) runs from \(first) to \(last)"
    return switch reason {
    case .underWay: "\(project): \(moments) not started, since the one before was still under way"
    case .ledgerInUse: "\(project): \(moments) not started, since another engine had the ledger"
    case .late: "\(project): \(moments) not started in time; the next run makes up for it"
    }
  }
}
