import StrictYAML

/// The order of things in one scenario: load the baseline, follow the steps, look at the end state, bring over what is still
/// open, and check the invariants.
struct ScenarioCourse {
  let scenario: Scenario
  let run: ScenarioRun

  /// - Throws: `ScenarioFailure` for the first thing that is not as it must be; whatever else broke.
  func follow() async throws {
    let check = WorldCheck(run, exceptions: scenario.exceptions, at: .start(of: scenario.file.path))
    check.follow()
    defer { run.afterExecution = nil }
    let recorder = run.world.recorder
    try await run.loadBaseline()
    recorder.part("steps")
    if scenario.looksAtRequests { run.watchRequests() }
    try await run.perform(scenario.steps)
    if !scenario.then.isEmpty { recorder.part("then") }
    try await run.perform(scenario.then)
    try await check.finish()
  }
}
