import Ambient
import Faults
import OData
import SQLite
import SyncEngine

/// Our own engine as a world uses it.
final class BuiltInEngine: ProjectEngine {
  private(set) var engine: SyncEngine
  let scheduler: Scheduler
  let clock: any WorldClock
  /// Who is told about runs.
  let inbox = Inbox()
  private let connecting: (ConnectionChange) -> SyncEngine
  /// What its connection set was changed to; one that is started again has the same.
  private var connections = ConnectionChange()
  /// May kill it.
  private let faults: FaultStage
  private let builtIn: BuiltInTemplates
  let options: RunOptions
  /// Name of a project → name of its template.
  private var templates: [String: String] = [:]

  /// - Parameter connecting: makes the engine over a connection set and the ledger of the world.
  init(
    templates: BuiltInTemplates, options: RunOptions, clock: any WorldClock, faults: FaultStage,
    connecting: @escaping (ConnectionChange) -> SyncEngine
  ) {
    self.faults = faults
    engine = connecting(ConnectionChange())
    scheduler = Scheduler(ledger: engine.ledger, clock: clock)
    self.clock = clock
    self.connecting = connecting
    builtIn = templates
    self.options = options
    tellInbox()
  }

  private func tellInbox() {
    engine.notifier = Notifier(ledger: engine.ledger, clock: clock) { [inbox] _ in WebhookSink(inbox, target: "/") }
  }

  func run(_ request: ProjectRequest) async throws -> ProjectOutcome {
    let project = try project(request)
    var options = options
    options.scope = request.allData ? .allData : .changes
    if let pageSize = request.pageSize { options.pageSize = pageSize }
    options.explainsSilence = request.explainsSilence
    let (execution, wasKilled) = try await living { try await $0.run(project, options: options) }
    var outcome = Self.outcome(of: execution)
    outcome.isRepetition = wasKilled
    return outcome
  }

  /// Lets the engine do something. Where a fault kills it, it is started again with the ledger it left, as a service manager would, and
  /// does it once more.
  /// - Throws: `EngineRefusal` for what the engine says itself.
  func living<Result>(_ work: (SyncEngine) async throws -> Result) async throws -> (result: Result, wasKilled: Bool) {
    for starts in 0...Self.startsMax {
      do {
        let result = try await work(engine)
        if !faults.engineIsDead { return (result, starts > 0) }
      } catch let error where !faults.engineIsDead {
        switch error {
        case is SyncError, is SQLiteError, is LedgerError: throw EngineRefusal(message: "\(error)")
        default: throw error
        }
      } catch {
        // The dead say nothing.
      }
      faults.engineWasStarted()
      connect(connections)
    }
    throw EngineRefusal(message: "the engine was killed \(Self.startsMax + 1) times in a row, and is not started again")
  }

  /// How often it is started again before somebody has to look.
  private static let startsMax = 20

  static func outcome(of execution: Execution) -> ProjectOutcome {
    var problems = execution.problems.map { "\($0)" }
    if let failure = execution.failure { problems.append(failure) }
    return ProjectOutcome(
      project: execution.project, template: execution.template, status: execution.status.rawValue,
      tasks: execution.tasks.map { run in
        var outcome = TaskOutcome(task: run.task)
        (outcome.read, outcome.created, outcome.updated) = (run.read, run.created, run.updated)
        (outcome.unchanged, outcome.skipped, outcome.failed) = (run.unchanged, run.skipped, run.failed)
        outcome.filterCounts = run.filterCounts
        outcome.failures = run.rows.map { row in
          (row.destinationKey.isEmpty ? row.sourceKey : row.destinationKey, row.reason ?? "no reason given")
        }
        return outcome
      }, problems: problems)
  }

  func connect(_ change: ConnectionChange) {
    connections = change
    engine = connecting(change)
    tellInbox()
  }

  func refreshEntities() { engine.refreshEntities() }
  func examineSetup(_ era: TemplateEra) async throws -> [SetupFinding] { try await engine.examineSetup(builtIn.catalog(), era: era) }

  func project(_ request: ProjectRequest) throws -> Project {
    var project = try request.project(builtIn.catalog())
    templates[project.name] = project.templateName
    project.notifications = NotificationSettings(
      on: request.notifiesOf, to: request.notifiesOf.isEmpty ? [] : [.webhook(.plain("https://inbox.example/"))])
    return project
  }

  func explain(_ request: ProjectRequest, key: String) async throws -> Explanation {
    try await engine.explain(try project(request), key: key)
  }

  func ledgerLines(about key: String) throws -> [String] { try engine.ledger.entries(forKey: key).map(Self.line) }

  func outcomes() throws -> [JSONObject] {
    try engine.ledger.entries().map { entry in
      [
        "project": .string(entry.project), "task": .string(entry.task), "sourceKey": .string(entry.sourceKey),
        "destinationKey": .string(entry.destinationKey), "outcome": .string("\(entry.outcome)"),
        "attempts": .number(ExactDecimal(entry.attempts)), "reason": entry.reason.map { .string($0) } ?? .null,
      ]
    }
  }

  func ledgerFingerprint() throws -> String {
    // Attempts and executions move with every run; what the ledger says of the rows must not.
    try engine.ledger.entries().map { "\($0.project)|\($0.task)|\($0.sourceKey)|\($0.destinationKey)|\(Self.isWaiting($0))" }
      .joined(separator: "\n")
  }

  func memory() throws -> String? { try engine.ledger.memory() }

  func waiting(template: String) throws -> [WaitingRow] {
    let known = try builtIn.catalog().template(named: template)?.name
    return try engine.ledger.entries().filter { entry in
      Self.isWaiting(entry) && templates[entry.project] == known
    }.map { WaitingRow(sourceKey: $0.sourceKey, destinationKey: $0.destinationKey, reason: $0.reason ?? "") }
  }

  private static func isWaiting(_ entry: LedgerEntry) -> Bool { entry.outcome == .failed || entry.outcome == .inDoubt }

  private static func line(_ entry: LedgerEntry) -> String {
    let reason = entry.reason.map { ": \($0)" } ?? ""
    return
      "\(entry.project) / \(entry.task)  \(entry.sourceKey) → \(entry.destinationKey)  \(entry.outcome) in execution \(entry.execution), attempt \(entry.attempts)\(reason)"
  }
}
