import Ambient
import OData
import Scenarios
import SyncEngine
import Twin

/// How near the engine comes to the least time that the limits of Sales allow, in virtual time: products from Supply Chain, with the
/// limits looked at from the first request on (the service itself only looks at users who have been busy for a whole window).
public struct LimitsWorkload {
  /// Products that change.
  public var rows: Int

  public init(rows: Int = 50_000) { self.rows = rows }

  /// - Parameter progress: told what is being got ready.
  /// - Throws: what the twins refuse, and what keeps the run from being complete.
  public func build(progress: (String) -> Void = { _ in }) async throws -> Workload {
    var configuration = WorldConfiguration()
    configuration.settings.salesLimits = try LimitSettings(["actsAfterFullWindow": false])
    let log = RequestLog(capacity: 4 * rows + 10_000, bytesMax: .max, bodyBytesMax: 0)
    let twins = try TwinWorldFactory().twins(configuration, log: log)
    twins.sales.service.limits?.isPaused = true
    try BenchmarkProducts.fillSales(twins.sales.service)
    progress("\(rows) products")
    try BenchmarkProducts.fillSupplyChain(twins.supplyChain.service, products: rows)
    twins.sales.service.limits?.isPaused = false

    guard let template = try TemplateCatalog.builtIn().template(named: "products") else {
      throw UnexpectedRun("there is no template 'products'")
    }
    let engine = SyncEngine(connectionSet: twins.connectionSet, ledger: try Ledger(.memory), clock: twins.clock)
    let start = twins.clock.now
    progress("the run")
    try await engine.run(Project(name: "products", template: template)).require(upserts: rows)
    let seconds = Double(twins.clock.now.milliseconds - start.milliseconds) / 1000

    guard let stage = twins.sales.service.limits else { throw UnexpectedRun("Sales has no limits") }
    let requests = log.entries.filter { $0.system == twins.sales.service.product.name && $0.batch == nil }
    let least = leastSeconds(
      stage.protection, requests: requests.count { $0.response?.status != 429 }, execution: stage.executionMilliseconds)
    return Workload(
      name: "limits", title: "The engine at the limits of Sales, \(rows) products",
      notes: [
        "In virtual time. least: what the limits allow if nothing is wasted: all requests the service works on at a time are used, and each "
          + "window of \(stage.protection.windowSeconds) seconds is used up at its start.",
        "refused: requests answered 429. wasted: those of them that were begun after another one's refusal was known.",
      ],
      figures: [
        .init("time", seconds, "virtual seconds"), .init("least", least, "virtual seconds"), .init("ratio", seconds / least, ""),
        .init("requests", Double(requests.count), ""), .init("execution", Double(stage.executionMilliseconds) / 1000, "seconds of work"),
        .init("refused", Double(requests.count { $0.response?.status == 429 }), ""), .init("wasted", Double(wasted(requests)), ""),
      ], cases: [])
  }

  /// The least time for so much work: windows are used up one after the other, the last one at full width.
  private func leastSeconds(_ protection: ServiceProtection, requests: Int, execution: Int64) -> Double {
    let width = Double(protection.concurrentRequests ?? 1)
    let window = Double(protection.windowSeconds)
    func time(_ whole: Double, limit: Double?, _ rest: (Double) -> Double) -> Double {
      guard let limit, whole > limit else { return rest(whole) }
      let windows = ((whole - 1) / limit).rounded(.down)
      return windows * window + rest(whole - windows * limit)
    }
    let work = time(Double(execution), limit: protection.executionMilliseconds.map { Double($0) }) { $0 / 1000 / width }
    let count = time(Double(requests), limit: protection.requests.map { Double($0) }) { _ in 0 }
    return max(work, count)
  }

  /// Requests sent while the service had asked to be left alone; those of the very moment of the refusal were under way.
  private func wasted(_ requests: [LogEntry]) -> Int {
    var closedFrom = Timestamp(milliseconds: 0)
    var closedUntil = closedFrom
    var count = 0
    for entry in requests {
      if entry.time > closedFrom, entry.time < closedUntil { count += 1 }
      guard entry.response?.status == 429, let seconds = entry.response?.headers["Retry-After"].flatMap({ Int64($0) }) else { continue }
      if entry.time >= closedUntil { closedFrom = entry.time }
      closedUntil = max(closedUntil, entry.time.adding(seconds: seconds))
    }
    return count
  }
}
