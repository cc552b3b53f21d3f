/// What a fault is about.
public enum FaultFamily: String, CaseIterable, Sendable {
  case connection
  case http
  case throttling
  case commitThenFail
  case data
  case identity
  case delta
  case jobs
  case platform
  case engine

  /// For people.
  public var title: String {
    switch self {
    case .connection: "Connection"
    case .http: "HTTP"
    case .throttling: "Throttling"
    case .commitThenFail: "Commit, then fail"
    case .data: "Data"
    case .identity: "Identity"
    case .delta: "Delta links"
    case .jobs: "Jobs"
    case .platform: "Platform"
    case .engine: "The engine"
    }
  }

  /// Whether faults of the family leave the business alone: nobody but the engine and the scenario has changed a row, and both systems
  /// are of the versions they were.
  public var leavesBusinessAlone: Bool {
    switch self {
    case .connection, .http, .throttling, .commitThenFail, .identity, .engine: true
    case .data, .delta, .jobs, .platform: false
    }
  }
}
