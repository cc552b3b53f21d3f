/// How a run goes about its work.
public struct RunOptions: Hashable, Sendable {
  public enum Scope: String, Sendable {
    /// Rows changed since the last run, and rows that failed then.
    case changes
    /// Every row, written even where nothing changed: "Run project with all data".
    case allData
    /// Only rows that wait for another try.
    case waiting
  }

  public var scope = Scope.changes
  /// How changes are found out.
  public var changes = ChangeReading()
  /// Rows per page of the source; Dataverse answers no more than 5,000 (sourced).
  public var pageSize = 5000
  /// Operations per batch. Dataverse takes 1,000 (sourced: execute batch), finance and operations 5,000 (sourced: S14).
  public var batchSize = 100
  /// Requests under way at one endpoint at a time, at most; how many of them it gets is found out by trying. Both systems work on 52 of
  /// a user (sourced: SPL, S14), so two are left to others.
  public var requestsAtOnce = 50
  /// Rows per execution (sourced: DI-25).
  public var rowsMax = 500_000
  /// How often one request is sent before its rows are given up.
  public var attemptsMax = 8
  /// The longest wait in one piece that a service may ask for.
  public var retryAfterSecondsMax: Int64 = 900
  /// Where a task reads nothing, count what each clause of its filter keeps back.
  public var explainsSilence = true
  /// Keep every row in the result, not only failures.
  public var reportsEveryRow = false

  public init() {}

  public init(scope: Scope) { self.scope = scope }
}
