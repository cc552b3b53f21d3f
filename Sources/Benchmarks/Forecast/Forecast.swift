import OData
import SyncEngine
public import Twin

/// How long a load will take at the documented limits of both systems, which limit binds, and which settings are best.
public struct Forecast: Sendable {
  public let plan: ForecastPlan
  public let outcome: ForecastOutcome
  /// What a limit alone would allow, the tightest first.
  public let bounds: [Bound]
  /// Other settings, by batch size and then by requests at a time, the plan's own among them.
  public let table: [ForecastOutcome]
  /// Rows of the load that it was learnt from.
  public let learntFrom: Int

  /// The least time that one limit allows for what the load asks.
  public struct Bound: Sendable {
    public let side: ForecastSide
    public let measure: ExceededLimit.Measure
    public let limit: String
    public let milliseconds: Int64
  }

  /// The quickest of the table; of equals, the one that asks least of the service.
  public var best: ForecastOutcome? {
    table.min { ($0.milliseconds, $0.requestsAtOnce, $0.batchSize) < ($1.milliseconds, $1.requestsAtOnce, $1.batchSize) }
  }

  static let batchSizes = [1, 10, 50, 100, 250, 500, 1000]
  static let widths = [1, 2, 4, 8, 16, 32, 50]

  /// Loads two pages and a half for real to learn what requests cost, and works out the rest.
  /// - Parameter progress: told what is being done.
  /// - Throws: what the twins refuse, and `UnexpectedRun` for a load that takes another way than forecasts know.
  public init(_ plan: ForecastPlan, progress: (String) -> Void = { _ in }) async throws {
    self.plan = plan
    learntFrom = LoadShape.rows(plan)
    let world = try ForecastWorld(plan, rows: learntFrom, progress: progress)
    progress("learning from \(learntFrom) rows")
    world.watch()
    _ = try await world.load(rows: learntFrom)
    let load = world.takeCosts()
    try await world.runAgain()
    let protections = world.protections
    let shape = try LoadShape(
      plan, load: load, again: world.takeCosts(), batchFixed: protections[.destination]?.costs[.batch] ?? RequestCosts()[.batch])
    progress("the forecast")
    var run = ForecastRun(plan, shape, protections: protections)
    outcome = run.run()
    bounds = Self.bounds(outcome, protections)
    table = Self.batchSizes.flatMap { size in
      Self.widths.map { width in
        var other = plan
        other.options.batchSize = size
        other.options.requestsAtOnce = width
        var run = ForecastRun(other, shape, protections: protections)
        return run.run()
      }
    }
  }

  /// The same load for real, row by row between the twins, in virtual time.
  /// - Throws: what the twins refuse, and `UnexpectedRun` for a row that is not written.
  public static func simulate(_ plan: ForecastPlan, progress: (String) -> Void = { _ in }) async throws -> ForecastOutcome {
    let world = try ForecastWorld(plan, rows: plan.rows, progress: progress)
    progress("the simulation")
    return try await world.load(rows: plan.rows)
  }

  private static func bounds(_ outcome: ForecastOutcome, _ protections: [ForecastSide: ServiceProtection]) -> [Bound] {
    var bounds: [Bound] = []
    for side in ForecastSide.allCases {
      guard let protection = protections[side], let end = outcome.ends[side] else { continue }
      let window = protection.windowSeconds
      if let limit = protection.executionMilliseconds {
        // What is left over behind the last whole window needs no window of its own.
        bounds.append(
          Bound(
            side: side, measure: .executionTime, limit: "\((limit / 1000).grouped) seconds of work in \(window) seconds",
            milliseconds: end.executionMilliseconds * window * 1000 / limit))
      }
      if let limit = protection.requests {
        bounds.append(
          Bound(
            side: side, measure: .requests, limit: "\(limit.grouped) requests in \(window) seconds",
            milliseconds: Int64(end.requests) * window * 1000 / limit))
      }
      if let limit = protection.concurrentRequests {
        let width = min(limit, Int64(outcome.requestsAtOnce))
        bounds.append(
          Bound(
            side: side, measure: .concurrency, limit: "\(width) requests at a time", milliseconds: end.executionMilliseconds / width))
      }
    }
    return bounds.sorted { $0.milliseconds > $1.milliseconds }
  }
}
