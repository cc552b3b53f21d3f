public import OData

/// What the network edge does with a request it handed to a `TwinHost`.
public enum HostAnswer: Sendable, Equatable {
  case response(HTTPResponse)
  /// Close the connection without an answer: a fault wants it so.
  case drop
}
