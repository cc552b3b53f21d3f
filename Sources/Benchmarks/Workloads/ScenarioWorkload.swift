import OData
import Scenarios
import StrictYAML

/// What a scenario costs: the fresh world it gets, each of its steps, and the checks behind them.
public struct ScenarioWorkload {
  /// Scenarios of each kind.
  public var scenarios = 200
  private let clocks: MeasuringClocks

  public init(clocks: MeasuringClocks) { self.clocks = clocks }

  private static let steps = 10

  /// - Parameter progress: told what is being measured.
  /// - Throws: `UnexpectedRun` for a scenario that does not pass.
  public func build(progress: (String) -> Void = { _ in }) async throws -> Workload {
    let factory = TwinWorldFactory()
    let schemas = try factory.schemas(WorldConfiguration())
    progress("a step")
    let short = try await milliseconds(Self.scenario(steps: 1), schemas, factory)
    progress("\(Self.steps) steps")
    let long = try await milliseconds(Self.scenario(steps: Self.steps), schemas, factory)
    let step = (long - short) / Double(Self.steps - 1)
    let configuration = WorldConfiguration()
    let baseline = try Baseline(directory: FlowBaseline.usmf.folder, schemas: schemas)
    guard let point = try await StartingPoint.loading(baseline, configuration, by: factory) else {
      throw UnexpectedRun("the systems do not live in this process")
    }
    let suite = try (0..<50).map { try Self.scenario(steps: Self.steps, number: $0, schemas) }
    return Workload(
      name: "scenarios", title: "Scenarios of \(Self.steps) steps, in process",
      notes: [
        "A scenario begins with a fresh world that holds the baseline 'usmf' (20 accounts, 33 products, some 500 rows in all) and ends with "
          + "the invariants; fresh-world is that world alone. Steps create, read, change and check records. scenario-of-1-step is the world, one step and the checks; "
          + "step is a ninth of what nine more steps take. Medians of \(scenarios) scenarios each; the one that reads the baseline does not "
          + "count.",
        "suite: 50 such scenarios one after the other, with reading the baseline.",
      ],
      figures: [
        .init("scenario-of-1-step", short, "ms"), .init("scenario-of-10-steps", long, "ms"), .init("step", step, "ms"),
        .init("100-scenarios", long * 100, "ms"),
      ],
      cases: [
        BenchmarkCase("fresh-world", unit: "world") {
          {
            for _ in 0..<50 { await (try await factory.world(configuration, at: point)).close() }
            return 50
          }
        },
        BenchmarkCase("suite", unit: "scenario") {
          {
            try await run(suite, factory).results.count
          }
        },
      ], ramps: [],
      targets: [
        TargetRule("scenario-step", "a step in process takes at most 0.3 ms", .figure("step", atMost: 0.3)),
        TargetRule("fresh-world", "a fresh world with the baseline takes at most 3 ms", .milliseconds(of: "fresh-world", atMost: 3)),
      ])
  }

  private func milliseconds(_ text: (Int) -> String, _ schemas: WorldSchemas, _ factory: TwinWorldFactory) async throws -> Double {
    let all = try (0...scenarios).map { try Scenario(SourceFile(path: "bench.yaml", text: text($0)), schemas: schemas) }
    let results = try await run(all, factory).results
    return Spread(results.dropFirst().map { Double($0.nanoseconds) / 1e6 }).median
  }

  private func run(_ scenarios: [Scenario], _ factory: TwinWorldFactory) async throws -> SuiteResult {
    var options = SuiteOptions()
    options.baselineDirectory = FlowBaseline.usmf.folder
    let runner = ScenarioRunner(factory: factory, options: options, stopwatch: clocks.wall, reporter: nil)
    let suite = await runner.run(scenarios)
    for result in suite.results where !result.isPassed { throw UnexpectedRun("a scenario did not pass: \(result.outcome)") }
    return suite
  }

  private static func scenario(steps: Int, number: Int, _ schemas: WorldSchemas) throws -> Scenario {
    try Scenario(SourceFile(path: "bench.yaml", text: scenario(steps: steps)(number)), schemas: schemas)
  }

  /// - Returns: the text of the scenario of a number.
  private static func scenario(steps: Int) -> (Int) -> String {
    { number in
      let all = [
        "{create: sales/accounts, with: {name: Fabrikam \(number), creditlimit: 25000.50, transactioncurrencyid: USD}, as: account}",
        "{expect: sales/accounts, key: \"${account}\", has: {name: Fabrikam \(number), creditlimit: 25000.50}}",
        "{update: sales/accounts, key: \"${account}\", with: {telephone1: 555-\(number)}}",
        "{expect: sales/accounts, key: \"${account}\", has: {telephone1: 555-\(number)}}",
        "{create: sales/contacts, with: {firstname: Ada, lastname: Jones}, as: contact}",
        "{expect: sales/contacts, where: {lastname: Jones}, count: {atLeast: 1}}",
        "{read: supplyChain/CustomerGroups, as: groups}",
        "{update: sales/contacts, key: \"${contact}\", with: {firstname: Grace}}",
        "{expect: sales/contacts, key: \"${contact}\", has: {firstname: Grace}}",
        "{delete: sales/contacts, key: \"${contact}\"}",
      ]
      return "scenario: A person keeps records\nsteps:\n" + all.prefix(steps).map { "  - \($0)\n" }.joined()
    }
  }
}
