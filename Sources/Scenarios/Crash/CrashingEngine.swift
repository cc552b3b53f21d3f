import OData
import SyncEngine

/// An engine that is started again where it was killed, as a service manager would, with the ledger its predecessor left.
final class CrashingEngine: ProjectEngine {
  private let plan: CrashPlan
  private let start: () throws -> any ProjectEngine
  private var engine: any ProjectEngine
  /// What its connection set was changed to; one that is started again has the same.
  private var connections: ConnectionChange?

  /// - Parameter start: makes an engine that knows nothing but its ledger.
  init(plan: CrashPlan, start: @escaping () throws -> any ProjectEngine) throws {
    self.plan = plan
    self.start = start
    engine = try start()
  }

  func run(_ request: ProjectRequest) async throws -> ProjectOutcome {
    do {
      let outcome = try await engine.run(request)
      if !plan.isDead { return outcome }
    } catch {
      guard plan.isDead else { throw error }
    }
    plan.revive()
    engine = try start()
    if let connections { try engine.connect(connections) }
    var outcome = try await engine.run(request)
    outcome.isRepetition = true
    return outcome
  }

  func connect(_ change: ConnectionChange) throws {
    connections = change
    try engine.connect(change)
  }

  /// What happens before a certain page happens elsewhere, or not at all, where an engine is started again in between.
  var canBeInterrupted: Bool { false }
  func refreshEntities() { engine.refreshEntities() }
  func explain(_ request: ProjectRequest, key: String) async throws -> Explanation { try await engine.explain(request, key: key) }
  func examineSetup(_ era: TemplateEra) async throws -> [SetupFinding] { try await engine.examineSetup(era) }
  func ledgerLines(about key: String) throws -> [String] { try engine.ledgerLines(about: key) }
  func ledgerFingerprint() throws -> String { try engine.ledgerFingerprint() }
  func memory() throws -> String? { try engine.memory() }
  func waiting(template: String) throws -> [WaitingRow] { try engine.waiting(template: template) }

  // What these tell is different once a run was killed: there are more executions, and others are late.
  private var perRun: NotForThisEngine { NotForThisEngine(reason: "it counts the runs of the engine, and a killed one is counted, too") }
  func schedule(_ request: ProjectRequest, _ schedule: Schedule?) throws { throw perRun }
  func followSchedules(until moment: Timestamp) async throws -> [ProjectOutcome] { throw perRun }
  func history(project: String?) throws -> ProjectHistory { throw perRun }
  func setWebhook(isUp: Bool) throws { throw perRun }
}
