import StrictYAML

/// How long scenarios took in an earlier run.
public struct RecordedDurations: Sendable {
  private var nanoseconds: [ScenarioIdentity: Int64] = [:]

  public init(_ suite: SuiteResult) {
    for result in suite.results { nanoseconds[ScenarioIdentity(result)] = result.nanoseconds }
  }

  subscript(scenario: Scenario) -> Int64? { nanoseconds[ScenarioIdentity(scenario)] }

  /// What a scenario nobody has timed is taken to need: the middle of the others.
  var usual: Int64 {
    let sorted = nanoseconds.values.sorted()
    return sorted.isEmpty ? 1 : sorted[sorted.count / 2]
  }
}

/// What tells a scenario from others over several runs: its file, and its title, which names the settings it runs with.
public struct ScenarioIdentity: Hashable, Sendable {
  public let path: String
  public let title: String

  public init(_ scenario: Scenario) { (path, title) = (scenario.file.path, scenario.title) }

  public init(_ result: ScenarioResult) { (path, title) = (result.path, result.title) }
}
