public import Scenarios

/// How engines other than ours, and ours as a process of its own, are run against worlds; only the program with the network stack has it.
public struct EngineAccess {
  /// An engine that is not ours.
  public enum Program: Hashable, Sendable {
    /// Words for the shell.
    case command(String)
    /// An address that runs are posted to.
    case url(String)
  }

  /// Joins a world's own clients to the twins directly, while engines reach them over sockets.
  public var connector: any TwinConnector
  /// Makes engines of a program, each run of which may take so many seconds.
  public var maker: (_ program: Program, _ seconds: Int) throws -> any EngineMaker
  /// Our engine as a process that is killed.
  public var crashes: () -> CrashWay
  /// Removes what engines have left behind.
  public var end: () -> Void

  public init(
    connector: any TwinConnector, maker: @escaping (Program, Int) throws -> any EngineMaker, crashes: @escaping () -> CrashWay,
    end: @escaping () -> Void
  ) {
    self.connector = connector
    self.maker = maker
    self.crashes = crashes
    self.end = end
  }
}
