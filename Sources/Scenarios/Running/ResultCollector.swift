/// Puts what the lanes of a run tell into the order of the scenarios, and tells the reporter.
final class ResultCollector {
  private let scenarios: [Scenario]
  private weak var reporter: (any SuiteReporter)?
  private let stopwatch: () -> Int64
  private let stopsAtFirstFailure: Bool
  /// Results whose turn it is not yet, by number.
  private var early: [Int: ScenarioResult] = [:]
  private var newest = 0
  /// The results so far, without a gap.
  private(set) var results: [ScenarioResult] = []
  /// What the stopwatch showed when the first scenario had ended.
  private(set) var firstResult: Int64?

  init(_ scenarios: [Scenario], _ reporter: (any SuiteReporter)?, _ stopwatch: @escaping () -> Int64, stopsAtFirstFailure: Bool) {
    self.scenarios = scenarios
    self.reporter = reporter
    self.stopwatch = stopwatch
    self.stopsAtFirstFailure = stopsAtFirstFailure
  }

  func take(_ event: SuiteRun.Event) {
    switch event {
    case .began(let index):
      newest = index
      reporter?.scenarioBegan(scenarios[index])
    case .progress(let index, let done, let total):
      if index == newest { reporter?.scenarioProgress(done, of: total) }
    case .ended(let index, let result):
      if firstResult == nil { firstResult = stopwatch() }
      early[index] = result
      while let next = early.removeValue(forKey: results.count) {
        // What ran beside the first failure does not count: one lane would not have come to it.
        if stopsAtFirstFailure, results.last?.isProblem == true { return }
        results.append(next)
        reporter?.scenarioEnded(next)
      }
    case .laneIsDone: break
    }
  }
}
