import OData
import SyncEngine
import Testing
import Twin

@testable import Benchmarks

/// A forecast, held against the simulation of the same load.
struct ForecastTests {
  @Test(
    "The forecast is within a twentieth of the simulation",
    arguments: [
      (ForecastPlan.Load.products, 700), (.products, 3_000), (.products, 6_000), (.products, 9_000), (.accounts, 1_000), (.accounts, 2_500),
      (.accounts, 8_000),
    ])
  func accuracy(load: ForecastPlan.Load, rows: Int) async throws {
    let forecast = try await expectAccurate(try plan(load, rows: rows))
    #expect(forecast.bounds.first?.side == .destination)
    #expect(forecast.bounds.first?.measure == .executionTime)
  }

  @Test(
    "So is that of a load of several executions, of which each reads a source without versions from its beginning",
    arguments: ForecastPlan.Load.allCases)
  func executions(load: ForecastPlan.Load) async throws {
    var plan = try plan(load, rows: 4_500)
    plan.options.rowsMax = 2_000
    try await expectAccurate(plan)
  }

  /// Small pages and tight limits, so that a small load meets them.
  private func plan(_ load: ForecastPlan.Load, rows: Int) throws -> ForecastPlan {
    var plan = ForecastPlan(load, rows: rows)
    plan.options.pageSize = 1_000
    plan.options.batchSize = 50
    let limits = try LimitSettings(["executionSeconds": 30, "windowSeconds": 30, "actsAfterFullWindow": false])
    (plan.salesLimits, plan.supplyChainLimits) = (limits, limits)
    return plan
  }

  @discardableResult
  private func expectAccurate(_ plan: ForecastPlan) async throws -> Forecast {
    let forecast = try await Forecast(plan)
    let outcome = try await Forecast.simulate(plan)
    let simulated = Double(outcome.milliseconds)
    #expect(
      abs(Double(forecast.outcome.milliseconds) - simulated) <= simulated * 0.05, "\(forecast.outcome) against \(outcome)")
    // Nothing is refused at the source, so that every request there is one of the load.
    #expect(forecast.outcome.ends[.source]?.requests == outcome.ends[.source]?.requests)
    return forecast
  }

  @Test("The best of the table is no slower than the plan's own setting, and single rows are the worst")
  func table() async throws {
    var plan = ForecastPlan(.products, rows: 5_000)
    plan.options.pageSize = 1_000
    let forecast = try await Forecast(plan)
    let best = try #require(forecast.best)
    #expect(best.milliseconds <= forecast.outcome.milliseconds)
    #expect(forecast.table.count == Forecast.batchSizes.count * Forecast.widths.count)
    let single = try #require(forecast.table.first { $0.batchSize == 1 && $0.requestsAtOnce == 1 })
    #expect(single.milliseconds == forecast.table.map(\.milliseconds).max())
    let text = ForecastReport.text(forecast)
    #expect(text.contains("what binds"))
    #expect(text.contains("best:"))
  }

  @Test(
    "Durations are told in the units of people",
    arguments: [(12_300, "12.3 s"), (337_000, "5 min 37 s"), (7_500_000, "2 h 05 min"), (180_000_000, "2 d 02 h")])
  func durations(milliseconds: Int64, text: String) { #expect(ForecastReport.duration(milliseconds) == text) }
}
