/// A run of scenarios under way, as all its lanes share it.
struct SuiteRun: Sendable {
  /// What a lane tells.
  enum Event: Sendable {
    /// The scenario of that number is taken up.
    case began(Int)
    /// A step with many turns of it is this far.
    case progress(Int, done: Int, of: Int)
    case ended(Int, ScenarioResult)
    case laneIsDone
  }

  private let scenarios: [Scenario]
  private let options: SuiteOptions
  private let stopwatch: @Sendable () -> Int64
  private let turns: ScenarioTurns
  private let baselines: SuiteBaselines
  private let startingPoints: StartingPoints

  init(_ scenarios: [Scenario], _ options: SuiteOptions, _ stopwatch: @escaping @Sendable () -> Int64) {
    self.scenarios = scenarios
    self.options = options
    self.stopwatch = stopwatch
    turns = ScenarioTurns(count: scenarios.count)
    baselines = SuiteBaselines(options)
    startingPoints = StartingPoints(scenarios)
  }

  /// Runs scenarios on one lane for as long as there are any.
  func work(on factory: any WorldFactory, tell: @escaping (Event) -> Void) async {
    let worker = ScenarioWorker(
      factory: factory, options: options, baselines: baselines, startingPoints: startingPoints, stopwatch: stopwatch)
    while let index = turns.next() {
      tell(.began(index))
      let result = await worker.run(scenarios[index]) { tell(.progress(index, done: $0, of: $1)) }
      startingPoints.leave(scenarios[index])
      if options.stopsAtFirstFailure, result.isProblem { turns.stop() }
      tell(.ended(index, result))
      // A world in this process never waits for anything: whoever shows how the run goes must get its turn.
      await Task.yield()
    }
  }
}
