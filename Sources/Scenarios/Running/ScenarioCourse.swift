import OData
import StrictYAML

/// The order of things in one scenario: load the baseline, follow the steps, look at the end state, bring over what is still
/// open, and check the invariants.
struct ScenarioCourse {
  let scenario: Scenario
  let run: ScenarioRun

  /// Rounds in which open changes are brought over before a second run must be silent. An order that goes there and comes back
  /// needs two.
  private static let settlingRounds = 2
  /// Violations of one invariant that a message lists.
  private static let violationsShownMax = 20

  /// - Throws: `ScenarioFailure` for the first thing that is not as it must be; whatever else broke.
  func follow() async throws {
    let history = StatusHistory()
    run.afterExecution = { [self] _ in try await check(history) { $0.followsEveryExecution } }
    defer { run.afterExecution = nil }
    let recorder = run.world.recorder
    if let loader = run.loader {
      recorder.part(ScenarioHistory.baselinePart)
      let reports = try await loader.load(stage: Baseline.firstStage)
      for report in reports where !report.badRows.isEmpty {
        run.note(report.summary)
        for row in report.badRows { run.note("  \(row)") }
      }
      try BaselineLoader.refuseUnexpectedBadRows(reports, at: .start(of: run.baseline?.mapping.file.path ?? scenario.file.path))
    }
    recorder.part("steps")
    try await run.perform(scenario.steps)
    if !scenario.then.isEmpty { recorder.part("then") }
    try await run.perform(scenario.then)
    recorder.part("checks")
    // Before the engine gets a chance to mend what it should not have broken.
    try await check(history) { $0.followsEveryExecution }
    if !run.projects.isEmpty { recorder.part("settling") }
    for _ in 0..<Self.settlingRounds {
      var writes = 0
      for project in run.projects { writes += try await run.settle(project).writes }
      if writes == 0 { break }
    }
    recorder.part("checks")
    try await check(history) { _ in true }
    // Documents that may differ on purpose are not said to agree.
    let excepted = scenario.exceptions.map(\.invariant)
    guard !excepted.contains(SameLines.name), !excepted.contains(SameMoney.name) else { return }
    run.documents = try await WorldState(run, history: history).crossedDocuments().map {
      DocumentCount(kind: $0.kind.title, count: $0.pairs.count)
    }
  }

  private func check(_ history: StatusHistory, _ isWanted: (any Invariant.Type) -> Bool) async throws {
    run.world.recorder.isChecking = true
    defer { run.world.recorder.isChecking = false }
    let state = WorldState(run, history: history)
    let excepted = Set(scenario.exceptions.map(\.invariant))
    for (name, invariant) in InvariantTable.all where !excepted.contains(name) && isWanted(type(of: invariant)) {
      let violations = try await invariant.violations(state)
      guard let first = violations.first else { continue }
      var message = "the invariant '\(name)' does not hold: \(first.message)"
      for other in violations.dropFirst().prefix(Self.violationsShownMax - 1) {
        message += "\n    \(other.message)"
        if let comparison = other.comparison { message += ": \(comparison.expected), \(comparison.actual)" }
      }
      if violations.count > Self.violationsShownMax { message += "\n    and \(violations.count - Self.violationsShownMax) more" }
      throw ScenarioFailure(.start(of: scenario.file.path), message, comparison: first.comparison, subject: first.subject)
    }
  }
}
