import Faults
import OData
import StrictYAML

extension ScenarioRun {
  /// A fault that a step of the scenario has set up.
  struct OwnFault {
    let id: Int
    /// What the step called it.
    let name: String?
    let position: SourcePosition
  }

  /// Takes faults of the scenario away.
  /// - Parameter isMeant: told of each, with the name of the fault.
  /// - Returns: how many there were.
  /// - Throws: `ScenarioFailure` for one that never struck, since nothing was shown then, and for one that could not do what it is for.
  func heal(_ isMeant: (OwnFault, String) -> Bool) throws -> Int {
    guard let stage = world.twins?.faults else { return 0 }
    var healed = 0
    for own in faults {
      guard let entry = stage.entries.first(where: { $0.id == own.id }), isMeant(own, entry.rule.fault.name) else { continue }
      faults.removeAll { $0.id == own.id }
      healed += 1
      do {
        try stage.heal(own.id)
      } catch {
        throw ScenarioFailure(own.position, "\(error)")
      }
      if let trouble = entry.trouble { throw ScenarioFailure(own.position, "\(trouble)") }
      if entry.hits == 0, entry.rule.aim.probability == nil {
        throw ScenarioFailure(
          own.position, "the fault never struck: \(entry.matched) calls matched its aim, and none was the one it waits for")
      }
      if let name = own.name { capture(name, .object(entry.json)) }
    }
    return healed
  }

  /// How often a run is begun again that faults from outside have struck.
  private static let runsAgainMax = 10

  /// Runs something under faults that the scenario knows nothing of: while they strike and it does not complete, it is run again, as a
  /// schedule would. The figures of a run that was struck tell nothing the scenario could have expected.
  func underFaults(_ run: () async throws -> ProjectOutcome) async throws -> ProjectOutcome {
    guard isUnderFaults, let stage = world.twins?.faults else { return try await run() }
    var wasStruck = false
    for again in 0...Self.runsAgainMax {
      let before = stage.hits
      do {
        var outcome = try await run()
        let isStruck = stage.hits > before
        wasStruck = wasStruck || isStruck
        guard isStruck, outcome.status != "Completed", again < Self.runsAgainMax else {
          outcome.isRepetition = outcome.isRepetition || wasStruck
          return outcome
        }
      } catch let refusal as EngineRefusal {
        guard stage.hits > before, again < Self.runsAgainMax else { throw refusal }
        wasStruck = true
      }
    }
    preconditionFailure("the last run is always answered")
  }
}
