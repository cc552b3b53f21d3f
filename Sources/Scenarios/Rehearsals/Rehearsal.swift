import Ambient
import Faults
public import OData
import StrictYAML

/// A scenario that is made up while it happens: steps of the scenario language are performed one by one in a world of their own, and
/// whoever makes them up learns what became of each. What a system refuses is an answer here, not a failure.
///
/// Belongs to one executor, like everything of a world.
public final class Rehearsal {
  /// What became of a step.
  public enum Ending: Hashable, Sendable {
    case done
    /// A system said no: the status and its reason.
    case refused(status: Int, reason: String)
    /// It is about something that is not there; nothing was asked of a system but to look for it.
    case impossible(String)
    /// Something is not as it has to be.
    case failed(Finding)
  }

  /// Something that is not as it has to be.
  public struct Finding: Hashable, Sendable, Error {
    /// Findings of one kind are likely to have one cause: `invariant same money`, `expect supplyChain/CustomersV2 OrganizationName`.
    public let kind: String
    public let message: String

    public init(kind: String, message: String) { (self.kind, self.message) = (kind, message) }
  }

  private let run: ScenarioRun
  private let check: WorldCheck
  private let schemas: WorldSchemas
  private let standard: WorldSchemas
  private let position = SourcePosition(file: "simulated", line: 1, column: 1)
  private let conduct: ConductWatch
  /// The history so far as one number.
  public let eventLog = EventLog()

  init(_ run: ScenarioRun, standard: WorldSchemas) {
    self.run = run
    self.standard = standard
    schemas = WorldSchemas(sales: run.world.sales.schema.model, supplyChain: run.world.supplyChain.schema.model)
    check = WorldCheck(run, exceptions: [], at: position)
    let settings = run.world.configuration.settings
    conduct = ConductWatch(
      allowances: [
        .sales: ConductWatch.Allowance(settings.salesLimits), .supplyChain: ConductWatch.Allowance(settings.supplyChainLimits),
      ].compactMapValues { $0 }, faults: run.world.twins?.faults)
    run.world.recorder.conduct = conduct
    run.limitRunsOnly()
    run.world.recorder.eventLog = eventLog
    run.world.recorder.part("steps")
    run.world.twins?.faults.struck = { [weak self] in self?.faultsStruck[$0.name, default: 0] += 1 }
    run.afterExecution = { [eventLog, check] outcome in
      eventLog.add("\(outcome.project) \(outcome.status) \(outcome.json.text)")
      try await check.checkExecution()
    }
  }

  public var now: Timestamp { run.world.clock.now }
  public var start: Timestamp { run.world.configuration.start }
  public var executions: Int { run.executions.count }

  /// Whether something was kept under that name.
  public func hasCaptured(_ name: String) -> Bool { run.captured(name) != nil }

  /// What an expression such as `account1.accountnumber` stands for; `nil` where it stands for nothing.
  public func value(of reference: String) -> JSON? {
    var parts = reference.split(separator: ".").map(String.init)[...]
    guard let first = parts.popFirst(), var json = run.captured(first)?.json else { return nil }
    for part in parts {
      guard let next = json[part] else { return nil }
      json = next
    }
    return json
  }

  /// Performs one step of the scenario language: `["create": "sales/accounts", "with": […], "as": "account1"]`.
  /// - Throws: `MalformedFile` for what is no step, and whatever broke in this program.
  public func perform(_ step: JSONObject) async throws -> Ending {
    let collector = DiagnosticCollector()
    let step = ScenarioStep(
      YAML(.object(step), at: position), ReadingContext(collector: collector, schemas: schemas, standard: standard))
    try collector.throwIfAny()
    guard let step else { return .impossible("it is not done here") }
    var ending = try await ending(of: step)
    if let complaint = conduct.complaint { ending = .failed(complaint) }
    eventLog.add(ending.text)
    return ending
  }

  private func ending(of step: ScenarioStep) async throws -> Ending {
    let noted = run.world.recorder.stepBegan(step.title, line: 1)
    defer { run.world.recorder.stepEnded(noted, isFailed: false) }
    do {
      try await step.kind.perform(run)
      return .done
    } catch let refusal as Refusal {
      let isOurFault = refusal.response.status >= 500 && refusal.response.status != run.world.configuration.settings.writeFailureStatus
      if isOurFault { return .failed(Finding(kind: "answer \(refusal.response.status)", message: refusal.summary)) }
      return .refused(status: refusal.response.status, reason: refusal.message)
    } catch let missing as NoSuchRecord {
      return .impossible("\(missing)")
    } catch let refusal as EngineRefusal where run.world.twins?.faults.entries.isEmpty == false {
      // Something is wrong on purpose.
      return .refused(status: 0, reason: refusal.message)
    } catch let refusal as EngineRefusal {
      return .failed(Finding(kind: "engine refuses", message: refusal.message))
    } catch let answer as UnusableAnswer {
      return .failed(Finding(kind: "unusable answer", message: answer.message))
    } catch let failure as ScenarioFailure {
      return .failed(Finding(failure, of: step))
    }
  }

  /// Takes away every fault, as at the end of the steps of a scenario.
  /// - Returns: a fault that could not do what it is for, or never struck although it was to.
  public func heal() throws -> Finding? {
    do {
      _ = try run.heal { _, _ in true }
      return nil
    } catch let failure as ScenarioFailure {
      return Finding(failure, of: nil)
    }
  }

  /// How many calls each fault has struck so far, by its name.
  public private(set) var faultsStruck: [String: Int] = [:]

  /// Brings over what is still open, and checks every invariant of a world.
  /// - Returns: the first thing that is not as it must be.
  public func settle() async throws -> Finding? {
    do {
      try await check.finish()
      eventLog.add("settled at \(now.milliseconds)")
      return nil
    } catch let failure as ScenarioFailure {
      let finding = Finding(failure, of: nil)
      eventLog.add(finding.message)
      return finding
    } catch let refusal as EngineRefusal {
      return Finding(kind: "engine refuses", message: refusal.message)
    }
  }

  /// Ends the world, whose connections the next one of its kind takes up.
  public func close() async {
    // The check holds the run, which holds it in turn: together they would keep the world.
    run.afterExecution = nil
    await run.world.close()
  }
}

extension Rehearsal.Ending {
  fileprivate var text: String {
    switch self {
    case .done: "done"
    case .refused(let status, let reason): "refused \(status) \(reason)"
    case .impossible(let reason): "impossible \(reason)"
    case .failed(let finding): "failed \(finding.message)"
    }
  }
}

extension Rehearsal.Finding {
  fileprivate init(_ failure: ScenarioFailure, of step: ScenarioStep?) {
    let comparison = failure.comparison.map { "\n    \($0.what): expected \($0.expected), was \($0.actual)" } ?? ""
    let what = failure.comparison.map { " \($0.what)" } ?? ""
    kind = failure.invariant.map { "invariant \($0)" } ?? "\(step?.title.split(separator: "$").first ?? "end")\(what)"
    message = failure.message + comparison
  }
}
