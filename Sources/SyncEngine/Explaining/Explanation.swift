/// Where the records of one key are in a project, what holds each back, and what would move it.
public struct Explanation: Hashable, Sendable {
  public let project: String
  /// As it was asked for: a business key (`SO-1`, `usmf,SO-1,2`), or the key of a source row.
  public let key: String
  /// Why the project does not run at all; then no task was looked at.
  public let problems: [ValidationProblem]
  /// In list order.
  public let tasks: [TaskExplanation]

  /// Nothing of that key was found anywhere.
  public var isEmpty: Bool { tasks.allSatisfy(\.records.isEmpty) }
}

/// What one task of a project knows of a key.
public struct TaskExplanation: Hashable, Sendable {
  public let task: String
  /// Entity sets.
  public let source: String
  public let destination: String
  public let records: [RecordExplanation]
  /// More rows of the source have this key than are told of.
  public let hasMore: Bool
  /// What the source entity itself holds back, where that is known.
  public let hint: String?
}

/// One record: at the source, in the ledger, at the destination.
public struct RecordExplanation: Hashable, Sendable {
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Moved, and the source has not changed since.
    case atDestination
    /// The next run moves it.
    case nextRun
    case heldByFilter
    case blankKey
    /// Another row of the source in the task's scope has the same key at the destination.
    case keyGivenTwice
    case valueCannotBeMapped
    case lookupNotFound
    /// The destination refused it; it waits for another try.
    case failed
    case inDoubt
    /// The ledger knows it, the source has it no longer.
    case goneFromSource
    /// The ledger has it at the destination, where somebody has removed it.
    case goneFromDestination
    /// In scope, but older than what the task has read: only a run with all data brings it.
    case passedBy
    /// Nobody has moved it: it was entered there.
    case onlyAtDestination
  }

  public struct Clause: Hashable, Sendable {
    public let text: String
    public let holds: Bool
  }

  public struct Lookup: Hashable, Sendable {
    /// As the mapping writes it: `customerid.Account(accountnumber)`.
    public let field: String
    public let value: String
    /// Why no row is found; `nil` where it is.
    public let problem: String?
  }

  /// A field in which the row there is not what the source says now.
  public struct Difference: Hashable, Sendable {
    public let field: String
    public let source: String
    public let destination: String
  }

  /// `nil` where neither the source nor the ledger has it.
  public let sourceKey: String?
  /// Empty where it is blank or cannot be made.
  public let destinationKey: String
  public let verdict: Verdict
  /// What holds it back, or where it is.
  public let cause: String
  /// What would move it; `nil` where nothing has to.
  public let remedy: String?
  public let isAtSource: Bool
  /// Of the live source row.
  public let clauses: [Clause]
  public let lookups: [Lookup]
  public let ledger: LedgerEntry?
  /// `nil` where the key at the destination is not known.
  public let isAtDestination: Bool?
  public let differences: [Difference]
}
