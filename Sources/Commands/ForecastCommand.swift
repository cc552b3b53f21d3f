public import ArgumentParser
public import Benchmarks
import FoundationEssentials
import SyncEngine
import Twin

/// `p2c forecast`.
public struct ForecastCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "forecast", abstract: "Tell how long a load takes at the limits of the real services, without waiting for it.",
    discussion: """
      Loads two pages and a half between the twins in virtual time to learn what requests cost, then works out the whole load at the
      engine's pace against the limits of both systems: how long it takes, which limit binds, and which batch size and number of requests
      at a time are best. --simulate loads every row as well and says how far the forecast is off. Limits and costs: docs/limits.md.

      EXAMPLES
        p2c forecast --rows 500000
        p2c forecast products --rows 50000 --simulate
        p2c forecast accounts --rows 500000 --batch-size 250 --requests-at-once 8
        p2c forecast products --sales-limits webServers=4
      """)

  @Argument(help: "What is loaded: accounts (Sales into Supply Chain) or products (Supply Chain into Sales).")
  public var load: ForecastPlan.Load = .accounts

  @Option(help: ArgumentHelp("Rows to load.", valueName: "count"))
  public var rows = 500_000

  @Option(help: ArgumentHelp("Operations in a batch.", valueName: "count"))
  public var batchSize: Int?

  @Option(help: ArgumentHelp("Requests under way at a time, at most.", valueName: "count"))
  public var requestsAtOnce: Int?

  @Option(help: ArgumentHelp("What is different from the limits of Sales, as for serve.", valueName: "limits"))
  public var salesLimits: String?

  @Option(help: ArgumentHelp("What is different from the limits of Supply Chain, as for serve.", valueName: "limits"))
  public var supplyChainLimits: String?

  @Option(help: ArgumentHelp("Release of Supply Chain; those before 10.0 have no limits.", valueName: "level"))
  public var level = "10.0"

  @Flag(help: "Load every row in the simulation too, and compare.")
  public var simulate = false

  @Option(help: ArgumentHelp("Write the forecast as JSON.", valueName: "file"))
  public var json: String?

  public init() {}

  public func validate() throws {
    if !(1...50_000_000).contains(rows) { throw ValidationError("--rows is a number from 1 to 50000000.") }
    if let batchSize, !(1...1000).contains(batchSize) { throw ValidationError("--batch-size is a number from 1 to 1000.") }
    if let requestsAtOnce, !(1...1000).contains(requestsAtOnce) {
      throw ValidationError("--requests-at-once is a number from 1 to 1000.")
    }
    if simulate, rows > 5_000_000 { throw ValidationError("--simulate holds every row in memory: 5000000 at most.") }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    var plan = ForecastPlan(load, rows: rows)
    if let batchSize { plan.options.batchSize = batchSize }
    if let requestsAtOnce { plan.options.requestsAtOnce = requestsAtOnce }
    plan.level = level
    do {
      if let salesLimits { plan.salesLimits = try LimitSettings(text: salesLimits) }
      if let supplyChainLimits { plan.supplyChainLimits = try LimitSettings(text: supplyChainLimits, resources: true) }
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
    let forecast = try await Forecast(plan) { progress($0, environment) }
    var simulated: ForecastOutcome?
    if simulate { simulated = try await Forecast.simulate(plan) { progress($0, environment) } }
    progress("", environment)
    environment.output(ForecastReport.text(forecast, simulated: simulated))
    if let json {
      let text = ForecastReport.json(forecast, simulated: simulated)
      guard FileManager.default.createFile(atPath: json, contents: Data(text.utf8)) else {
        throw CommandFailure(.badCommandLine, "error: cannot write \(json)")
      }
    }
    return .passed
  }

  private func progress(_ text: String, _ environment: CommandEnvironment) {
    if environment.isTerminal { environment.errors("\r\u{1B}[K\(text)") }
  }
}

extension ForecastPlan.Load: ExpressibleByArgument {}
