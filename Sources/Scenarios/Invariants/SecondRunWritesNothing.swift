import OData

/// Running every project of the scenario once more, with nothing changed in between, writes nothing, and the ledger stays
/// as it is (R-ENG-3).
///
/// What the scenario changed after its last run is brought over first; the run after that is the one that counts. See `WorldCheck`.
struct SecondRunWritesNothing: Invariant {
  static let name = "second run writes nothing"
  static let statement = "running every project once more writes nothing"
  static let followsEveryExecution = false

  /// Requests that a message names.
  private static let writesShownMax = 3

  func violations(_ state: WorldState) async throws -> [Violation] {
    let engine = state.run.world.engine
    var found: [Violation] = []
    let before = try engine.ledgerFingerprint()
    for var project in state.run.projects {
      project.explainsSilence = false
      let outcome = try await engine.run(project)
      if let writes = outcome.observedWrites, !writes.isEmpty {
        found.append(
          Violation(
            message: "running '\(outcome.project)' once more wrote: \(writes.prefix(Self.writesShownMax).joined(separator: ", "))",
            comparison: .init(what: "writes of \(outcome.project)", expected: "0 (number)", actual: "\(writes.count)")))
        continue
      }
      for task in outcome.tasks where task.created + task.updated > 0 {
        found.append(
          Violation(
            message: "running '\(outcome.project)' once more wrote rows in task \(task.task)",
            comparison: .init(
              what: "writes of \(task.task)", expected: "0 (number)", actual: "\(task.created) created, \(task.updated) updated")))
      }
    }
    if found.isEmpty, try engine.ledgerFingerprint() != before {
      found.append(Violation(message: "running every project once more wrote nothing, but changed what the ledger says of the rows"))
    }
    return found
  }
}
