/// Runs scenarios, each in a fresh world of its own, one after the other or on several lanes at the same time. What comes out is the
/// same either way: results stand in the order of the scenarios, whoever ends first.
public final class ScenarioRunner {
  private let lanes: [ScenarioLane]
  private let options: SuiteOptions
  private let stopwatch: @Sendable () -> Int64
  private weak var reporter: (any SuiteReporter)?

  /// Runs them one after the other, where the caller runs.
  public convenience init(
    factory: any WorldFactory, options: SuiteOptions, stopwatch: @escaping @Sendable () -> Int64, reporter: (any SuiteReporter)?
  ) {
    self.init(lanes: [ScenarioLane(factory: factory)], options: options, stopwatch: stopwatch, reporter: reporter)
  }

  /// - Parameters:
  ///   - lanes: at least one; a single one runs where the caller does.
  ///   - stopwatch: reads a steadily growing count of nanoseconds.
  public init(
    lanes: [ScenarioLane], options: SuiteOptions, stopwatch: @escaping @Sendable () -> Int64, reporter: (any SuiteReporter)?
  ) {
    precondition(!lanes.isEmpty, "scenarios need a lane to run on")
    self.lanes = lanes
    self.options = options
    self.stopwatch = stopwatch
    self.reporter = reporter
  }

  /// Runs scenarios, and answers their results in the order given.
  public func run(_ scenarios: [Scenario]) async -> SuiteResult { await run(RunPlan(scenarios)) }

  /// Runs what a plan holds, and answers the results in its order.
  public func run(_ plan: RunPlan) async -> SuiteResult {
    let scenarios = plan.scenarios
    let start = stopwatch()
    reporter?.suiteBegan(count: scenarios.count)
    let run = SuiteRun(scenarios, options, stopwatch)
    let collector = ResultCollector(scenarios, reporter, stopwatch, stopsAtFirstFailure: options.stopsAtFirstFailure)
    let lanes = lanes.prefix(max(1, scenarios.count))
    if let lane = lanes.first, lanes.count == 1 {
      await run.work(on: lane.factory) { collector.take($0) }
    } else {
      let (events, sink) = AsyncStream.makeStream(of: SuiteRun.Event.self)
      await withTaskGroup(of: Void.self) { group in
        for lane in lanes {
          group.addTask {
            await Self.stay(on: lane.actor) { await run.work(on: lane.factory) { sink.yield($0) } }
            sink.yield(.laneIsDone)
          }
        }
        var working = lanes.count
        for await event in events {
          if case .laneIsDone = event { working -= 1 } else { collector.take(event) }
          if working == 0 { break }
        }
      }
    }
    var suite = SuiteResult(seed: options.seed)
    suite.results = zip(plan.entries, collector.results).map { entry, result in
      var result = result
      result.position = entry.position
      return result
    }
    suite.total = plan.total
    suite.skipped = scenarios.count - suite.results.count
    suite.jobs = lanes.count
    suite.firstResult = collector.firstResult
    suite.nanoseconds = stopwatch() - start
    return suite
  }

  /// Runs one scenario, where the caller runs.
  public func run(_ scenario: Scenario) async throws -> ScenarioResult {
    let suite = await run([scenario])
    guard let result = suite.results.first else { throw CancellationError() }
    if case .malformed(let file) = result.outcome { throw file }
    return result
  }

  private static func stay(on actor: isolated (any Actor)?, _ body: () async -> Void) async { await body() }
}
