import Ambient
import OData
import StrictYAML

import struct SyncEngine.Schedule

/// One scenario on its way through one world: what it has captured, run and said so far.
final class ScenarioRun: Names {
  let world: World
  let baseline: Baseline?
  let loader: BaselineLoader?
  var captures: [String: Captured] = [:]
  private(set) var notes: [String] = []
  /// What could not be judged, since the engine does not tell it; each once.
  private(set) var unjudged: [String] = []
  /// Projects run so far, in the order of their first run. A project is known by its template; running it with other
  /// overrides edits it, as a person would.
  private(set) var projects: [ProjectRequest] = []
  /// What was put on schedule, by name; it counts as a project when it has run.
  private var scheduled: [String: ProjectRequest] = [:]
  private var limitsRunsOnly = false
  private(set) var executions: [ProjectOutcome] = []
  /// Documents that were on both sides at the end and kept the invariants.
  var documents: [DocumentCount] = []
  /// The record the current step is about, for the failure report.
  var lastSubject: RecordSubject?
  /// The innermost step under way.
  private(set) var current: ScenarioStep?
  /// Steps performed so far, those within loops each time.
  private(set) var stepCount = 0
  /// What became of the rows that are loaded before the first step; `nil` before they are.
  var firstStage: [LoadReport]?
  /// Faults that steps of the scenario have set up.
  var faults: [OwnFault] = []
  /// Whether there are others, which the scenario knows nothing of.
  var isUnderFaults = false
  /// What the checks have read of both systems.
  var seenRows = SeenRows()
  /// Hears how far a step with many turns is.
  var progress: ((_ done: Int, _ total: Int) -> Void)?
  /// The requests, where the scenario expects something of them.
  private(set) var requestWatch: RequestWatch?
  /// How many tables were generated: each has draws of its own.
  private var tablesGenerated: UInt64 = 0
  /// Called after every execution of the engine.
  var afterExecution: ((ProjectOutcome) async throws -> Void)?

  init(world: World, baseline: Baseline?) {
    self.world = world
    self.baseline = baseline
    loader = baseline.map { BaselineLoader($0, world) }
  }

  func client(_ system: SystemName) -> SystemClient {
    switch system {
    case .sales: world.sales
    case .supplyChain: world.supplyChain
    }
  }

  /// The client for an entity: over OData, or on forms.
  func client(_ entity: EntityPath) -> SystemClient { entity.isOnForms ? world.forms : client(entity.system) }

  // MARK: Names

  func captured(_ name: String) -> Captured? {
    switch name {
    case "now": Captured(.string(world.clock.now.description))
    case "today": Captured(.string(world.clock.now.date.description))
    case "company": Captured(.string(world.configuration.company))
    default: captures[name]
    }
  }

  var all: [String] { captures.keys.sorted() + ["now", "today", "company"] }

  func capture(_ name: String, _ record: JSONObject, _ entity: EntityPath) {
    let predicate = client(entity).predicate(of: record, in: entity.set)
    captures[name] = Captured(
      .object(record), record: predicate.map { RecordReference(system: entity.system, entitySet: entity.set, predicate: $0) })
  }

  func capture(_ name: String, _ json: JSON) { captures[name] = Captured(json) }

  func note(_ line: String) { notes.append(line) }

  func leaveUnjudged(_ what: String) { if !unjudged.contains(what) { unjudged.append(what) } }

  // MARK: Steps

  /// Loads what is there before the first step; nothing where the world starts bare.
  /// - Throws: `ScenarioFailure` for rows that nobody expected to be bad.
  func loadBaseline() async throws {
    guard let baseline else { return }
    let reports = try await loadFirstStage()
    for report in reports where !report.badRows.isEmpty {
      note(report.summary)
      for row in report.badRows { note("  \(row)") }
    }
    try BaselineLoader.refuseUnexpectedBadRows(reports, at: .start(of: baseline.mapping.file.path))
  }

  /// Loads what stands in the systems before the first step, unless that is there already.
  func loadFirstStage() async throws -> [LoadReport] {
    if let firstStage { return firstStage }
    guard let loader else { return [] }
    world.recorder.part(ScenarioHistory.baselinePart)
    let reports = try await loader.load(stage: Baseline.firstStage)
    firstStage = reports
    return reports
  }

  func perform(_ steps: [ScenarioStep]) async throws {
    for step in steps { try await perform(step) }
  }

  /// Performs one step; every way it can go wrong comes out as a `ScenarioFailure` with its place.
  func perform(_ step: ScenarioStep) async throws {
    current = step
    lastSubject = nil
    stepCount += 1
    let noted = world.recorder.stepBegan(step.title, line: step.position.line)
    var isFailed = true
    defer { world.recorder.stepEnded(noted, isFailed: isFailed) }
    try await carryOut(step)
    isFailed = false
  }

  private func carryOut(_ step: ScenarioStep) async throws {
    do {
      try await step.kind.perform(self)
    } catch let refusal as Refusal {
      guard let expected = step.refusal else {
        var failure = ScenarioFailure(step.position, refusal.summary, subject: lastSubject, response: refusal.response)
        failure.brief = refusal.brief
        throw failure
      }
      try expected.check(refusal, self)
      return
    } catch let refusal as EngineRefusal {
      guard let expected = step.refusal else { throw ScenarioFailure(step.position, "the engine refuses it: \(refusal.message)") }
      try expected.check(refusal, self)
      return
    } catch let missing as NotTold {
      return leaveUnjudged(missing.what)
    } catch let missing as NoSuchRecord {
      throw ScenarioFailure(step.position, "\(missing)", subject: lastSubject)
    } catch let answer as UnusableAnswer {
      throw ScenarioFailure(step.position, "\(answer)", subject: lastSubject)
    }
    if let refusal = step.refusal {
      throw ScenarioFailure(refusal.position, "the step had to be refused, but it was accepted", subject: lastSubject)
    }
  }

  /// Runs a project and remembers it for the checks at the end.
  func execute(_ request: ProjectRequest, at position: SourcePosition) async throws -> ProjectOutcome {
    if request.hasConsent { remember(request) }
    let outcome = try await noted(request)
    executions.append(outcome)
    try await afterExecution?(outcome)
    return outcome
  }

  /// Counts requests towards the limits of both systems only while the engine runs: what people and checks ask is none of its use.
  func limitRunsOnly() {
    limitsRunsOnly = true
    world.twins?.pauseLimits(true)
  }

  /// Runs a project once more, so that nothing is left to bring over.
  func settle(_ request: ProjectRequest) async throws -> ProjectOutcome {
    var request = request
    // Nobody is told why it moved nothing.
    request.explainsSilence = false
    return try await noted(request)
  }

  private func noted(_ request: ProjectRequest) async throws -> ProjectOutcome {
    requestWatch?.execution += 1
    let noted = world.recorder.executionBegan(request.name)
    var outcome: ProjectOutcome?
    defer { world.recorder.executionEnded(noted, outcome) }
    if limitsRunsOnly { world.twins?.pauseLimits(false) }
    defer { if limitsRunsOnly { world.twins?.pauseLimits(true) } }
    let speed = world.recorder.isChecking ? nil : world.recorder.speed
    let start = speed?.now
    let result = try await underFaults { try await world.engine.run(request) }
    if let start { speed?.ran(since: start, writing: result.writes) }
    outcome = result
    return result
  }

  /// Keeps a project for the checks at the end, as it was run the last time.
  func remember(_ request: ProjectRequest) {
    var edited = request
    (edited.allData, edited.pageSize) = (false, nil)
    if let index = projects.firstIndex(where: { $0.name == request.name }) {
      projects[index] = edited
    } else {
      projects.append(edited)
    }
  }

  /// Schedules a project; `nil` takes it off schedule.
  func schedule(_ request: ProjectRequest, _ schedule: Schedule?) throws {
    try world.engine.schedule(request, schedule)
    scheduled[request.name] = request
  }

  /// From now on every request is kept.
  func watchRequests() {
    requestWatch = RequestWatch()
    world.recorder.watch = requestWatch
  }

  /// Lets the time pass up to a moment, with what is on schedule, if anything.
  func wait(until moment: Timestamp) async throws {
    if !scheduled.isEmpty { _ = try await followSchedules(until: moment) }
    let rest = moment.milliseconds - world.clock.now.milliseconds
    if rest > 0 { world.clock.advance(milliseconds: rest) }
  }

  /// Draws for one generated table: the same in every world of the same seed.
  func generator() -> SeededGenerator {
    tablesGenerated += 1
    return SeededGenerator(seed: world.configuration.seed, stream: Self.firstTableStream &+ tablesGenerated)
  }

  /// Streams below are the systems' own.
  private static let firstTableStream: UInt64 = 1 << 32

  /// Lets the time pass up to a moment, and runs what is due on the way.
  func followSchedules(until moment: Timestamp) async throws -> [ProjectOutcome] {
    requestWatch?.execution += 1
    let outcomes = try await world.engine.followSchedules(until: moment)
    for outcome in outcomes {
      world.recorder.executionEnded(world.recorder.executionBegan(outcome.project), outcome)
      if let request = scheduled[outcome.project] { remember(request) }
      executions.append(outcome)
      try await afterExecution?(outcome)
    }
    return outcomes
  }
}
