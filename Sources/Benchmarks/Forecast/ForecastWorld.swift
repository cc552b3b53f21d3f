import Ambient
import OData
import Scenarios
import SyncEngine
import Twin

/// Two systems with the limits of a plan and so many rows to load, and the engine between them, in virtual time: the simulation that a
/// forecast learns from and is held against.
final class ForecastWorld {
  let twins: Twins
  let engine: SyncEngine
  private let plan: ForecastPlan
  private let project: Project

  /// What a request has cost.
  struct Cost: Sendable {
    enum Kind: Sendable {
      /// Rows of the source.
      case page(rows: Int)
      /// A question at the destination.
      case question
      case batch
      case other

      var isPage: Bool { if case .page = self { true } else { false } }
      var isQuestion: Bool { if case .question = self { true } else { false } }
      var isBatch: Bool { if case .batch = self { true } else { false } }
      /// Of a page.
      var rows: Int { if case .page(let rows) = self { rows } else { 0 } }
    }

    let side: ForecastSide
    let kind: Kind
    let milliseconds: Int64
  }

  private var costs: [Cost] = []
  private var booked: [ForecastSide: Int64] = [:]

  /// - Throws: what the twins refuse.
  init(_ plan: ForecastPlan, rows: Int, progress: (String) -> Void) throws {
    self.plan = plan
    var configuration = WorldConfiguration()
    configuration.settings.supplyChainLevel = plan.level
    configuration.settings.salesLimits = plan.salesLimits
    configuration.settings.supplyChainLimits = plan.supplyChainLimits
    twins = try TwinWorldFactory().twins(configuration)
    for door in twins.doors { door.service.limits?.isPaused = true }
    progress("\(rows) rows")
    switch plan.load {
    case .accounts:
      for start in stride(from: 0, to: rows, by: 10_000) {
        let accounts = (start..<min(start + 10_000, rows)).map { BenchmarkTwins.account($0) }
        try BenchmarkTwins.fill(twins.sales.service, "accounts", accounts)
      }
      for (set, row) in EnginePair.setUp { try BenchmarkTwins.fill(twins.supplyChain.service, set, [row]) }
    case .products:
      try BenchmarkProducts.fillSales(twins.sales.service)
      try BenchmarkProducts.fillSupplyChain(twins.supplyChain.service, products: rows)
    }
    for door in twins.doors { door.service.limits?.isPaused = false }
    guard let template = try TemplateCatalog.builtIn().template(named: plan.load.rawValue) else {
      throw UnexpectedRun("there is no template '\(plan.load.rawValue)'")
    }
    project = Project(name: plan.load.rawValue, template: template)
    engine = SyncEngine(connectionSet: twins.connectionSet, ledger: try Ledger(.memory), clock: twins.clock)
  }

  /// Keeps what each request costs from here on.
  func watch() {
    for side in ForecastSide.allCases {
      let service = service(side)
      service.observer = { [weak self, weak service] in if let service { self?.take($0, $1, side, service) } }
    }
  }

  /// Loads all rows, with as many executions as that takes.
  /// - Throws: `UnexpectedRun` for a row that is not written.
  func load(rows: Int) async throws -> ForecastOutcome {
    let start = twins.clock.now
    var left = rows
    while left > 0 {
      let execution = try await engine.run(project, options: plan.options)
      guard execution.upserts > 0, execution.errors == 0 else {
        throw UnexpectedRun("the load stood still with \(left) rows to go: \(execution.failure ?? execution.status.rawValue)")
      }
      left -= execution.upserts
    }
    var outcome = ForecastOutcome(rows: rows, batchSize: plan.options.batchSize, requestsAtOnce: plan.options.requestsAtOnce)
    outcome.milliseconds = twins.clock.now.milliseconds - start.milliseconds
    for side in ForecastSide.allCases {
      let isSales = (side == .source) == (plan.load == .accounts)
      let traffic = engine.traffic[isSales ? "sales" : "supply-chain"] ?? Traffic()
      outcome.ends[side] = ForecastOutcome.End(
        requests: traffic.requests, executionMilliseconds: service(side).limits?.executionMilliseconds ?? 0, refusals: traffic.refusals,
        waitedMilliseconds: traffic.waitedMilliseconds)
    }
    return outcome
  }

  /// An execution that finds everything done.
  /// - Throws: `UnexpectedRun` for one that does not.
  func runAgain() async throws {
    let execution = try await engine.run(project, options: plan.options)
    guard execution.upserts == 0, execution.errors == 0 else {
      throw UnexpectedRun("an execution behind the load has written: \(execution.failure ?? execution.status.rawValue)")
    }
  }

  /// Of what was asked since the last call, in the order it was answered.
  func takeCosts() -> [Cost] {
    defer { costs = [] }
    return costs
  }

  /// The limits of each side; none of one whose release has none.
  var protections: [ForecastSide: ServiceProtection] {
    var found: [ForecastSide: ServiceProtection] = [:]
    for side in ForecastSide.allCases { found[side] = service(side).limits?.protection }
    return found
  }

  private func service(_ side: ForecastSide) -> TwinService {
    (side == .source) == (plan.load == .accounts) ? twins.sales.service : twins.supplyChain.service
  }

  /// What a batch costs is booked when it ends, so its parts, which are told one by one, add nothing.
  private func take(_ request: HTTPRequest, _ response: HTTPResponse, _ side: ForecastSide, _ service: TwinService) {
    guard let total = service.limits?.executionMilliseconds, total > booked[side, default: 0] else { return }
    costs.append(Cost(side: side, kind: kind(request, response, side), milliseconds: total - booked[side, default: 0]))
    booked[side] = total
  }

  private func kind(_ request: HTTPRequest, _ response: HTTPResponse, _ side: ForecastSide) -> Cost.Kind {
    if request.target.hasSuffix("/$batch") { return .batch }
    guard request.method == .get, request.target.contains("$select=") else { return .other }
    if side == .destination { return .question }
    // Only pages say how many rows they may hold.
    guard request.headers["Prefer"]?.contains("odata.maxpagesize") ?? false else { return .other }
    return .page(rows: (try? JSON(decoding: response.body))?["value"]?.arrayValue?.count ?? 0)
  }
}
