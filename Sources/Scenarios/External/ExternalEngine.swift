import OData
import SyncEngine
import Twin

/// An engine that is not ours, judged by what the systems hold and were asked; what it tells of itself is believed where it tells it.
final class ExternalEngine: ProjectEngine {
  private let site: EngineSite
  private let caller: any EngineCaller
  private var runs = 0
  /// By name of the project: number of its template, and what the last run could not move.
  private var waitingRows: [String: (template: String, rows: [WaitingRow])] = [:]

  init(_ site: EngineSite, caller: any EngineCaller) {
    self.site = site
    self.caller = caller
  }

  func run(_ request: ProjectRequest) async throws -> ProjectOutcome {
    guard request.hasConsent, request.notifiesOf.isEmpty else { throw NotForThisEngine(reason: "it is about consent and notifications") }
    guard site.twins.configuration.settings.changes == nil else {
      throw NotForThisEngine(reason: "it sets how our engine finds out what changed")
    }
    guard request.written == nil else { throw NotForThisEngine(reason: "it runs a project of our own kind of file") }
    runs += 1
    guard let template = template(request.template) else { throw UnusableAnswer(message: "there is no template '\(request.template)'") }
    let run = ExternalRun(request, template, number: runs, site, caller)
    let before = site.twins.log.total
    let answer = try await caller.call(run)
    if answer.end == .declined { throw NotForThisEngine(reason: "it declines '\(request.template)': \(answer.account)") }
    let result = try ExternalResult(answer.result)
    guard answer.end == .done || (result.status ?? "Completed") != "Completed" else {
      throw UnusableAnswer(message: "the engine did not do '\(request.template)': \(answer.account)")
    }
    waitingRows[request.name] = (template.id, result.waiting)
    var outcome = ProjectOutcome(
      project: request.name, template: template.name, status: result.status ?? "Completed", tasks: result.tasks,
      problems: result.problems)
    outcome.told = result.told
    outcome.observedWrites = WriteRequests.since(before, in: site.twins)
    return outcome
  }

  var canBeInterrupted: Bool { false }
  func refreshEntities() {}
  func connect(_ change: ConnectionChange) throws { throw NotForThisEngine(reason: "it gives the engine another connection set") }
  func examineSetup(_ era: TemplateEra) async throws -> [SetupFinding] { try await site.doctor(era) }
  func ledgerLines(about key: String) throws -> [String] { [] }
  func ledgerFingerprint() throws -> String { "" }
  func explain(_ request: ProjectRequest, key: String) async throws -> Explanation { throw NotTold(what: "what holds records back") }
  func waiting(template: String) throws -> [WaitingRow] {
    waitingRows.values.filter { $0.template == template }.flatMap(\.rows)
  }

  func schedule(_ request: ProjectRequest, _ schedule: Schedule?) throws { throw NotForThisEngine(reason: "it schedules projects") }
  func followSchedules(until moment: Timestamp) async throws -> [ProjectOutcome] { throw NotForThisEngine(reason: "it follows schedules") }
  func history(project: String?) throws -> ProjectHistory { throw NotForThisEngine(reason: "it looks at the engine's history") }
  func setWebhook(isUp: Bool) throws { throw NotForThisEngine(reason: "it is about notifications") }

  private func template(_ name: String) -> Template? { site.catalog.template(named: ProjectNames.number(name) ?? name) }
}

/// A scenario asks of an engine what only ours can do.
struct NotForThisEngine: Error {
  let reason: String
}

/// What an engine does not tell cannot be judged, and is no failure.
struct NotTold: Error {
  let what: String
}
