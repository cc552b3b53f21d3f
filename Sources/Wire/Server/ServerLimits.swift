/// What the server puts up with, and how long. Every bound has an answer of its own; docs/serving.md lists them, and a test
/// compares that list with these defaults.
///
/// The figures are ours (*proposed*) where no source is named: what is behind the real services' front ends is not published.
public struct ServerLimits: Sendable, Hashable {
  /// Bytes of a body as it arrives, and again once it is inflated. Beyond: 413.
  public var bodyBytesMax = 32 * 1024 * 1024
  /// Bytes of all bodies that are being received or answered, over all connections. Beyond: 503 with `Retry-After`.
  public var bodyBytesInFlightMax = 512 * 1024 * 1024
  /// Bytes of the request target. Beyond: 414. Sales takes no more than half of it, and says so itself.
  public var urlBytesMax = 64 * 1024
  /// Bytes of all header names and values together. Beyond: 431.
  public var headerBytesMax = 64 * 1024
  /// Beyond: 431.
  public var headerCountMax = 100
  /// From the first byte of a request to the end of its header, the TLS handshake included on a new connection. Beyond: 408.
  public var headerSeconds = 20
  /// For a body to arrive, on top of a second for every `bodyBytesPerSecondMin` bytes of it. Beyond: 408.
  public var bodySeconds = 30
  /// The slowest a body may come in once `bodySeconds` are over.
  public var bodyBytesPerSecondMin = 16 * 1024
  /// Between two requests. Beyond: the connection is closed.
  public var idleSeconds = 120
  /// Without the client taking any of the answer. Beyond: the connection is closed.
  public var writeSeconds = 60
  /// After a refusal, for the client to stop sending and read it. Beyond: the connection is closed.
  public var lingerSeconds = 5
  /// Connections beyond it wait to be accepted.
  public var connectionsMax = 1000
  /// For what runs to finish, once the server was told to stop. Beyond: it is cut off.
  public var shutdownSeconds = 30
  /// Bytes from which on an answer is compressed for a client that accepts it.
  public var compressedBytesMin = 1400

  public init() {}

  /// How often a connection looks at its clock.
  var tickMilliseconds: Int64 {
    let shortest = [headerSeconds, bodySeconds, idleSeconds, writeSeconds, lingerSeconds].reduce(4, min)
    return Int64(max(1, shortest)) * 250
  }

  /// Every limit by the name it has in docs/serving.md.
  public var named: [(name: String, value: Int)] {
    [
      ("body bytes", bodyBytesMax), ("body bytes in flight", bodyBytesInFlightMax), ("URL bytes", urlBytesMax),
      ("header bytes", headerBytesMax), ("header fields", headerCountMax), ("header seconds", headerSeconds),
      ("body seconds", bodySeconds), ("body bytes per second", bodyBytesPerSecondMin), ("idle seconds", idleSeconds),
      ("write seconds", writeSeconds), ("linger seconds", lingerSeconds), ("connections", connectionsMax),
      ("shutdown seconds", shutdownSeconds), ("compressed bytes", compressedBytesMin),
    ]
  }
}
