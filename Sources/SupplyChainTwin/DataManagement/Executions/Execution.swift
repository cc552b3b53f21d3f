import EntityStore
import OData
import Twin

/// One run of a data project: what the clients of the package API ask about.
struct Execution {
  static let table = "DataManagementExecution"
  static let entityTable = "DataManagementExecutionEntity"
  static let errorTable = "DataManagementExecutionError"

  /// Names of `DMFExecutionSummaryStatus` (sourced: S16).
  enum Status: String {
    case unknown = "Unknown"
    case notRun = "NotRun"
    case executing = "Executing"
    case succeeded = "Succeeded"
    case partiallySucceeded = "PartiallySucceeded"
    case failed = "Failed"

    /// Of several together: good rows stay written where others failed (status sourced: S16; meaning inferred).
    static func summary(_ all: [Status]) -> Status {
      if all.isEmpty || all.allSatisfy({ $0 == .succeeded }) { return .succeeded }
      if all.allSatisfy({ $0 == .notRun }) { return .notRun }
      return all.allSatisfy({ $0 == .failed || $0 == .notRun }) ? .failed : .partiallySucceeded
    }
  }

  enum Kind: String { case importing = "Import", exporting = "Export" }

  let row: Row

  var id: String { row.text("ExecutionId") }
  var definitionGroup: String { row.text("DefinitionGroupId") }
  /// Lower case, as in payloads.
  var legalEntity: String { row.text("LegalEntityId") }
  var kind: Kind { Kind(rawValue: row.text("Kind")) ?? .importing }
  var packageBlob: String { row.text("PackageBlobId") }
  /// Rows lie in staging and wait to be copied to their target.
  var isStaged: Bool { row["IsStaged"].boolValue ?? false }
  var readyAt: Timestamp { row["ReadyAt"].timestampValue ?? EmptyDate.moment }

  /// The batch takes its time on the clock of the world: until then it executes.
  func isReady(at now: Timestamp) -> Bool { now >= readyAt }

  func status(at now: Timestamp) -> Status { isReady(at: now) ? Status(rawValue: row.text("Status")) ?? .unknown : .executing }
}
