import OData
import Twin

/// A forecast for people and for programs.
public enum ForecastReport {
  /// - Parameter simulated: what the simulation of the same load came to; `nil` where none was made.
  public static func text(_ forecast: Forecast, simulated: ForecastOutcome? = nil) -> String {
    let (plan, outcome) = (forecast.plan, forecast.outcome)
    let destination = plan.load.title(.destination)
    var text =
      "\(BenchmarkTable.grouped(Double(plan.rows))) \(plan.load.rawValue) from \(plan.load.title(.source)) into \(destination), "
      + "\(outcome.batchSize) in a batch, \(outcome.requestsAtOnce) requests at a time at most\n\n"
    text += "  takes \(duration(outcome.milliseconds)), \(rate(outcome)) rows a second\n"
    if let simulated {
      let share = Double(outcome.milliseconds - simulated.milliseconds) / Double(max(simulated.milliseconds, 1)) * 100
      text += "  the simulation, row by row: \(duration(simulated.milliseconds)); the forecast is \(BenchmarkTable.fixed(share, 2)) % off\n"
    }
    if let bound = forecast.bounds.first {
      text += "  what binds: \(title(bound, plan))\n"
    } else {
      text += "  what binds: nothing; the limits of both systems are off\n"
    }
    text += "\n"
    for line in BenchmarkTable.aligned(
      [["limit", "allows it in"]] + forecast.bounds.map { [title($0, plan), duration($0.milliseconds)] })
    { text += "  \(line)\n" }
    text += "\n"
    text += ends(outcome, plan, "  ")
    if let simulated { text += "  in the simulation:\n" + ends(simulated, plan, "    ") }
    if let best = forecast.best {
      text += "\n  best: \(best.batchSize) in a batch, \(best.requestsAtOnce) at a time: \(duration(best.milliseconds))\n"
    }
    text += "\n  time by batch size (down) and requests at a time (across)\n"
    for line in table(forecast) { text += "  \(line)\n" }
    text += "\n  Learnt from \(BenchmarkTable.grouped(Double(forecast.learntFrom))) rows. What a request costs the service is proposed "
    text += "(docs/limits.md): no vendor publishes it; set your own with --sales-limits and --supply-chain-limits.\n"
    return text
  }

  private static func ends(_ outcome: ForecastOutcome, _ plan: ForecastPlan, _ margin: String) -> String {
    var text = ""
    for side in ForecastSide.allCases {
      guard let end = outcome.ends[side] else { continue }
      text += "\(margin)\(plan.load.title(side)): \(BenchmarkTable.grouped(Double(end.requests))) requests, "
      text += "\(BenchmarkTable.fixed(Double(end.executionMilliseconds) / 1000, 1)) seconds of work, \(end.refusals) refused, "
      text += "\(duration(end.waitedMilliseconds)) waited as told\n"
    }
    return text
  }

  private static func table(_ forecast: Forecast) -> [String] {
    var rows = [[""] + Forecast.widths.map(String.init)]
    for size in Forecast.batchSizes {
      rows.append(
        ["\(size)"]
          + Forecast.widths.map { width in
            forecast.table.first { $0.batchSize == size && $0.requestsAtOnce == width }.map { duration($0.milliseconds) } ?? ""
          })
    }
    return BenchmarkTable.aligned(rows)
  }

  private static func title(_ bound: Forecast.Bound, _ plan: ForecastPlan) -> String { "\(bound.limit) at \(plan.load.title(bound.side))" }

  private static func rate(_ outcome: ForecastOutcome) -> String {
    BenchmarkTable.fixed(Double(outcome.rows) * 1000 / Double(max(outcome.milliseconds, 1)), 1)
  }

  /// `2 h 05 min`, `5 min 37 s`, `12.3 s`.
  static func duration(_ milliseconds: Int64) -> String {
    let seconds = milliseconds / 1000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if seconds < 60 { return "\(BenchmarkTable.fixed(Double(milliseconds) / 1000, 1)) s" }
    if seconds < 3600 { return "\(seconds / 60) min \(two(seconds % 60)) s" }
    if seconds < 86_400 { return "\(seconds / 3600) h \(two(seconds / 60 % 60)) min" }
    return "\(seconds / 86_400) d \(two(seconds / 3600 % 24)) h"
  }

  public static func json(_ forecast: Forecast, simulated: ForecastOutcome? = nil) -> String {
    let json: JSON = [
      "version": 1, "load": .string(forecast.plan.load.rawValue), "rows": number(forecast.plan.rows),
      "milliseconds": .number(ExactDecimal(forecast.outcome.milliseconds)),
      "simulatedMilliseconds": simulated.map { .number(ExactDecimal($0.milliseconds)) } ?? .null,
      "binds": forecast.bounds.first.map {
        ["system": .string(forecast.plan.load.title($0.side)), "measure": .string($0.measure.rawValue), "limit": .string($0.limit)]
      } ?? .null,
      "bounds": .array(
        forecast.bounds.map {
          [
            "system": .string(forecast.plan.load.title($0.side)), "measure": .string($0.measure.rawValue), "limit": .string($0.limit),
            "milliseconds": .number(ExactDecimal($0.milliseconds)),
          ]
        }),
      "best": forecast.best.map(setting) ?? .null, "settings": .array(forecast.table.map(setting)),
    ]
    return json.text + "\n"
  }

  private static func setting(_ outcome: ForecastOutcome) -> JSON {
    [
      "batchSize": number(outcome.batchSize), "requestsAtOnce": number(outcome.requestsAtOnce),
      "milliseconds": .number(ExactDecimal(outcome.milliseconds)),
    ]
  }

  private static func number(_ number: Int) -> JSON { .number(ExactDecimal(number)) }
}
