public import OData
public import SyncEngine

/// What commands take from a program that has the network stack.
public struct NetworkAccess {
  /// Makes the way to an address: scheme, host and port, no trailing slash.
  public var transport: (String) -> any HTTPTransport
  /// The machine's clock.
  public var now: () -> Timestamp

  public init(transport: @escaping (String) -> any HTTPTransport, now: @escaping () -> Timestamp) {
    self.transport = transport
    self.now = now
  }
}
