/// What went over the wire to one endpoint since the engine began.
public struct Traffic: Hashable, Sendable {
  /// Requests that were begun, repetitions included; a batch is one.
  public internal(set) var requests = 0
  /// Requests the service refused for now (429, 503).
  public internal(set) var refusals = 0
  /// How often the engine stood still because the service had asked for it.
  public internal(set) var waits = 0
  public internal(set) var waitedMilliseconds: Int64 = 0

  public init() {}
}
