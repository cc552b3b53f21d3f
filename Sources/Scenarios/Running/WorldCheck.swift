import OData
import StrictYAML

/// What must hold of a world whatever is done to it: some of it after every execution of the engine, all of it once everything is settled.
struct WorldCheck {
  let run: ScenarioRun
  let exceptions: [InvariantException]
  /// Where what does not hold is complained about.
  let position: SourcePosition
  private let history = StatusHistory()

  /// Rounds in which open changes are brought over before a second run must be silent. An order that goes there and comes back
  /// needs two.
  private static let settlingRounds = 2
  /// Violations of one invariant that a message lists.
  private static let violationsShownMax = 20

  init(_ run: ScenarioRun, exceptions: [InvariantException], at position: SourcePosition) {
    self.run = run
    self.exceptions = exceptions
    self.position = position
  }

  /// Checks from now on what is to hold after every execution.
  func follow() { run.afterExecution = { [self] _ in try await checkExecution() } }

  /// Looks at the end state, brings over what is still open, and looks again.
  /// - Throws: `ScenarioFailure` for the first thing that is not as it must be; whatever else broke.
  func finish() async throws {
    let recorder = run.world.recorder
    recorder.part("checks")
    // Before the engine gets a chance to mend what it should not have broken.
    try await checkExecution()
    if !run.projects.isEmpty { recorder.part("settling") }
    var wasSilent = false
    for _ in 0..<Self.settlingRounds {
      let memory = try run.world.engine.memory()
      var writes = 0
      for project in run.projects { writes += try await run.settle(project).writes }
      if writes > 0 { continue }
      wasSilent = try memory != nil && run.world.engine.memory() == memory
      break
    }
    recorder.part("checks")
    // A run that has neither written nor learned anything was such a second run already.
    try await check { !wasSilent || $0 != SecondRunWritesNothing.self }
    // Documents that may differ on purpose are not said to agree.
    let excepted = exceptions.map(\.invariant)
    guard !excepted.contains(SameLines.name), !excepted.contains(SameMoney.name) else { return }
    run.documents = try await WorldState(run, history: history).crossedDocuments().map {
      DocumentCount(kind: $0.kind.title, count: $0.pairs.count)
    }
  }

  func checkExecution() async throws { try await check { $0.followsEveryExecution } }

  private func check(_ isWanted: (any Invariant.Type) -> Bool) async throws {
    run.world.recorder.isChecking = true
    defer { run.world.recorder.isChecking = false }
    let state = WorldState(run, history: history)
    let excepted = Set(exceptions.map(\.invariant))
    for (name, invariant) in InvariantTable.all where !excepted.contains(name) && isWanted(type(of: invariant)) {
      let violations = try await invariant.violations(state)
      guard let first = violations.first else { continue }
      var message = "the invariant '\(name)' does not hold: \(first.message)"
      for other in violations.dropFirst().prefix(Self.violationsShownMax - 1) {
        message += "\n    \(other.message)"
        if let comparison = other.comparison { message += ": \(comparison.expected), \(comparison.actual)" }
      }
      if violations.count > Self.violationsShownMax { message += "\n    and \(violations.count - Self.violationsShownMax) more" }
      var failure = ScenarioFailure(position, message, comparison: first.comparison, subject: first.subject)
      failure.invariant = name
      throw failure
    }
  }
}
