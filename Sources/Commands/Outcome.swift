/// How a command ended: the exit code of the process. docs/exit-codes.md says the same in words.
public enum Outcome: Int32, Sendable {
  /// Everything asked for was done and every scenario passed.
  case passed = 0
  /// A scenario or a contract failed.
  case failed = 1
  /// The command line makes no sense, or names what is not there.
  case badCommandLine = 2
  /// A scenario, baseline or contract file is malformed. Unless told to keep going, nothing was run.
  case malformedFile = 3
  /// The program itself broke.
  case internalError = 4
  /// What was asked cannot be told here and now: the machine is too noisy for a measurement.
  case inconclusive = 5
}

/// Ends a command with a message on standard error.
public struct CommandFailure: Error {
  public let outcome: Outcome
  public let message: String

  public init(_ outcome: Outcome, _ message: String) {
    self.outcome = outcome
    self.message = message
  }
}
