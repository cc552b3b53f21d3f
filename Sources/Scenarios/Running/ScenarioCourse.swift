import Faults
import StrictYAML

/// The order of things in one scenario: load the baseline, follow the steps, look at the end state, bring over what is still
/// open, and check the invariants.
struct ScenarioCourse {
  let scenario: Scenario
  let run: ScenarioRun
  /// Faults that are there from the first step on, beside those of the scenario.
  let faults: FaultPlan
  /// Takes the time of the steps, where the scenario expects something of it.
  var speed: SpeedWatch?

  /// - Throws: `ScenarioFailure` for the first thing that is not as it must be; whatever else broke.
  func follow() async throws {
    let check = WorldCheck(run, exceptions: scenario.exceptions, at: .start(of: scenario.file.path))
    check.follow()
    defer { run.afterExecution = nil }
    let recorder = run.world.recorder
    try await run.loadBaseline()
    recorder.part("steps")
    if !faults.isEmpty { try setUpFaults() }
    recorder.speed = speed
    if scenario.looksAtRequests { run.watchRequests() }
    try await run.perform(scenario.steps)
    if !scenario.then.isEmpty { recorder.part("then") }
    try await run.perform(scenario.then)
    // Whatever went wrong until here: from now on everything must come right.
    _ = try run.heal { _, _ in true }
    try run.world.twins?.faults.healAll()
    recorder.speed = nil
    try await check.finish()
  }

  private func setUpFaults() throws {
    let start = SourcePosition.start(of: scenario.file.path)
    guard let stage = run.world.twins?.faults else {
      throw ScenarioFailure(start, "nothing can go wrong on purpose here: the systems of this world do not run in this process")
    }
    run.isUnderFaults = true
    do {
      try stage.add(faults)
    } catch let error where error is FaultError || error is FaultTrouble {
      throw ScenarioFailure(start, "\(error)")
    }
  }
}
