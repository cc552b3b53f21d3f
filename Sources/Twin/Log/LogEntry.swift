public import OData

/// One request to a twin and its answer, as the log keeps them: without credentials, and with bodies up to a bound.
public struct LogEntry: Sendable {
  /// Counts all requests of the world, from 1.
  public let number: Int64
  /// The world's own time.
  public let time: Timestamp
  /// `sales` or `supplyChain`.
  public let system: String
  /// The number of the batch this was a part of.
  public let batch: Int64?
  public let request: HTTPRequest
  /// `nil` where the connection ended without an answer.
  public let response: HTTPResponse?
  /// Lengths of the bodies before they were cut for the log.
  public let requestBytes: Int
  public let responseBytes: Int
  /// Kinds of faults that hit it, the outermost first.
  public let faults: [String]

  /// The path without its query.
  public var path: Substring { request.target.prefix { $0 != "?" } }

  /// Roughly what the entry takes in memory.
  var weight: Int { 512 + request.target.utf8.count + request.body.count + (response?.body.count ?? 0) }
}
