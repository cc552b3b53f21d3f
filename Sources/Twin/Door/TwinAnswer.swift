public import OData

/// What a client gets from a twin: a response, or a connection that ends without one.
public struct TwinAnswer: Sendable, Equatable {
  public enum Outcome: Sendable, Equatable {
    case response(HTTPResponse)
    case connectionLost(ConnectionLost)
  }

  public var outcome: Outcome
  /// How long whoever stands between twin and client holds the answer back, in real time on the wire and in virtual time in
  /// process.
  public var heldBackMilliseconds: Int64 = 0
  /// How long the work takes in virtual time where service protection measures it: the client gets the answer that much later.
  public var takesMilliseconds: Int64 = 0

  public init(_ response: HTTPResponse) { outcome = .response(response) }

  public init(_ loss: ConnectionLost) { outcome = .connectionLost(loss) }

  /// The response; `nil` where the connection was lost.
  public var response: HTTPResponse? { if case .response(let response) = outcome { response } else { nil } }
}

/// The connection ended before an answer came. What a client on the wire sees as a reset connection is thrown in process.
public struct ConnectionLost: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether the twin had done what was asked. The client cannot know; tests may want to.
  public let wasCarriedOut: Bool
  /// As a client's library would put it.
  public let description: String

  public init(wasCarriedOut: Bool, _ description: String = "the connection was closed before an answer came") {
    self.wasCarriedOut = wasCarriedOut
    self.description = description
  }
}
