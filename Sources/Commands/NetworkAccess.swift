public import OData
public import SyncEngine

/// What commands take from a program that has the network stack.
public struct NetworkAccess {
  /// Makes the way to an address: scheme, host and port, no trailing slash; and to a server whose certificate is trusted for the
  /// sake of a PEM file, which is `nil` for the machine's own trust.
  public var transport: (_ address: String, _ trustFile: String?) -> any HTTPTransport
  /// The machine's clock.
  public var now: () -> Timestamp

  public init(transport: @escaping (String, String?) -> any HTTPTransport, now: @escaping () -> Timestamp) {
    self.transport = transport
    self.now = now
  }
}
