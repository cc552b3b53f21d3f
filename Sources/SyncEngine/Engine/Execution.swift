public import OData

/// One run of a project, as its history shows it (data-integration.md 1.7).
public struct Execution: Sendable {
  public enum Status: String, Sendable {
    /// Every row was written, or there was none to write.
    case completed = "Completed"
    /// Some rows were written and some failed, or a limit was reached.
    case warning = "Warning"
    /// Nothing was written although something failed, or a task could not start.
    case error = "Error"
    /// Stopped by somebody behind the page it was at; the next run goes on there.
    case canceled = "Canceled"
  }

  /// From the ledger, rising.
  public let id: Int64
  public let project: String
  /// Name of the template the project was made from.
  public let template: String
  public let status: Status
  public let started: Timestamp
  public let finished: Timestamp
  /// In list order; tasks behind one that could not start are absent.
  public let tasks: [TaskRun]
  /// Why nothing was moved, where the project is invalid (R-ENG-8).
  public let problems: [ValidationProblem]
  /// What kept a task from starting or finishing, if something did.
  public let failure: String?

  public var upserts: Int { tasks.reduce(0) { $0 + $1.created + $1.updated } }
  public var errors: Int { tasks.reduce(0) { $0 + $1.failed } + (failure == nil ? 0 : 1) }
}
