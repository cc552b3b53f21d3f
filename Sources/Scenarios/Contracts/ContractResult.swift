public import Twin

/// What became of one contract.
public struct ContractResult: Sendable {
  public enum Outcome: Sendable {
    case passed
    case failed(FailureReport)
    /// It cannot be checked at this endpoint.
    case notChecked(String)
    /// No answer came, or the program itself broke; says nothing about the system.
    case broken(String)
  }

  public let path: String
  public let title: String
  public let system: SystemName
  public let evidence: Evidence
  public var outcome: Outcome = .passed
  /// Wall-clock time, from the stopwatch the runner was given.
  public var nanoseconds: Int64 = 0

  public var isPassed: Bool { if case .passed = outcome { true } else { false } }
  public var isFailed: Bool { if case .failed = outcome { true } else { false } }
  public var isBroken: Bool { if case .broken = outcome { true } else { false } }
}
