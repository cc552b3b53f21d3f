public import OData

/// Starts an external engine once and waits for its end: as a command, or by a request to it.
public protocol EngineCaller: AnyObject {
  /// Where the engine finds the systems: scheme, host and port, no trailing slash.
  var address: String { get }
  /// A folder of this world's own, kept from run to run; `nil` where the engine is somewhere else.
  var directory: String? { get }
  /// - Throws: what keeps the engine from being started.
  func call(_ run: ExternalRun) async throws -> ExternalAnswer
}

/// What an external engine is asked to do, as it stands in its document.
public struct ExternalRun: Sendable {
  /// Counts the runs in this world, from 1.
  public let number: Int
  public let document: JSON
  /// The same as variables, for a command that does not read the document.
  public let variables: [(name: String, value: String)]
}

/// How an external engine ended.
public struct ExternalAnswer: Sendable {
  public enum End: Sendable {
    /// It says that it has done what it was asked to.
    case done
    /// It does not do such things: nothing to be judged.
    case declined
    case failed
  }

  public let end: End
  /// How it ended, and the last it said, for messages.
  public let account: String
  /// What it tells of its run; empty where it tells nothing.
  public let result: [UInt8]

  public init(_ end: End, account: String, result: [UInt8]) {
    self.end = end
    self.account = account
    self.result = result
  }
}
