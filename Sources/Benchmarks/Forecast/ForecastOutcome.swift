/// How long a load takes, by forecast or by simulation, and what it asks of both systems.
public struct ForecastOutcome: Sendable {
  public struct End: Sendable {
    public var requests = 0
    /// Work of the service.
    public var executionMilliseconds: Int64 = 0
    public var refusals = 0
    /// How long the engine stood still because the service had asked for it.
    public var waitedMilliseconds: Int64 = 0
  }

  public let rows: Int
  public let batchSize: Int
  public let requestsAtOnce: Int
  public var milliseconds: Int64 = 0
  public var ends: [ForecastSide: End] = [:]
}
