public import Ambient
public import OData
public import Twin

/// The faults of a world: which are set up, and which of them hit a call. Shared by the doors of both twins, and asked by the engine's
/// ledger before it is written.
///
/// Belongs to the executor of its world.
public final class FaultStage: DoorInterceptor {
  /// A fault that is set up, and what became of it so far.
  public struct Entry {
    public let id: Int
    public let rule: FaultRule
    /// Calls that matched the aim, hit or not.
    public fileprivate(set) var matched: Int64 = 0
    /// Calls that were hit.
    public fileprivate(set) var hits: Int64 = 0
    /// Why it could not do what it is for, the first time.
    public fileprivate(set) var trouble: FaultTrouble?
    let memory = FaultMemory()

    /// The rule, its id and its counts.
    public var json: JSONObject {
      var object: JSONObject = ["id": .number(ExactDecimal(id))]
      for member in rule.json.members { object.append(member.name, member.value) }
      object.append("matched", .number(ExactDecimal(matched)))
      object.append("hits", .number(ExactDecimal(hits)))
      if let trouble { object.append("trouble", .string(trouble.description)) }
      return object
    }
  }

  public private(set) var entries: [Entry] = []
  let ambient: Ambient
  let services: [TwinService]
  private var idsGiven = 0
  /// Systems that do not answer, and until when.
  private var outages: [String: Timestamp] = [:]

  /// How many have asked for a pause and not yet ended it: requests may be under way together.
  private var pauses = 0
  /// Installs something while the world goes on: `KB4045570`, `release 7.3`, `solution 15.0.0.2`; `nil` where that cannot be done.
  public var install: ((String) throws -> Void)?
  /// Whether an engine belongs to the world that faults can strike.
  public var hasEngine = false
  /// Told of every call that a fault hits.
  public var struck: ((Fault) -> Void)?
  /// Set when the engine was killed. Whoever carries its requests, its clock and its ledger stands still from then on.
  public private(set) var engineIsDead = false
  /// How often it was killed.
  public private(set) var engineDeaths = 0

  /// - Parameter services: the systems faults may be aimed at.
  public init(ambient: Ambient, services: [TwinService]) {
    self.ambient = ambient
    self.services = services
  }

  public var isEmpty: Bool { entries.isEmpty }
  /// How often the faults that are set up have hit, together.
  public var hits: Int64 { entries.reduce(0) { $0 + $1.hits } }
  public var isIdle: Bool { pauses > 0 || entries.isEmpty && outages.isEmpty }

  /// Lets everything pass until `resume()`: what a scenario itself asks for is not to go wrong.
  public func pause() { pauses += 1 }

  public func resume() { pauses -= 1 }

  // MARK: Setting up

  /// Sets a fault up; it acts on calls from now on. Faults that hit the same call stand round each other, the oldest outermost.
  /// - Returns: the number it is known by.
  /// - Throws: `FaultError` for an entity that is not there, and for what this world has not got; `FaultTrouble`.
  @discardableResult
  public func add(_ rule: FaultRule) throws -> Int {
    if rule.fault.family == .engine, !hasEngine {
      throw FaultError("'\(rule.fault.name)' strikes the engine, and none belongs to this world: it can strike in scenarios")
    }
    if let entity = rule.aim.entity, !entity.hasPrefix("$") {
      let aimed = services.filter { rule.aim.system == nil || $0.product.name == rule.aim.system }
      let known = aimed.flatMap { service in
        let model = service.product.model.edm
        return model.entitySets.map(\.name) + model.operations.map(\.name)
      }
      if !known.contains(where: { $0.equalsIgnoringASCIICase(entity) }) {
        throw FaultError.unknown("entity set or unbound operation", entity, known)
      }
    }
    let entry = Entry(id: idsGiven + 1, rule: rule)
    try rule.fault.prepare?(FaultScene(rule: rule, memory: entry.memory, stage: self))
    idsGiven += 1
    entries.append(entry)
    // It has done its work by being set up.
    if rule.fault.reach.operations.isEmpty {
      (entries[entries.count - 1].matched, entries[entries.count - 1].hits) = (1, 1)
      struck?(rule.fault)
    }
    return idsGiven
  }

  /// Sets faults up in their order.
  /// - Throws: as `add(_:)`; those before the one that is refused stay.
  public func add(_ plan: FaultPlan) throws { for rule in plan.rules { try add(rule) } }

  /// Takes a fault away, and what it has left standing.
  /// - Returns: what became of it; `nil` where there was no fault of that number.
  /// - Throws: `FaultTrouble`, after it was taken away.
  @discardableResult
  public func heal(_ id: Int) throws -> Entry? {
    guard let index = entries.firstIndex(where: { $0.id == id }) else { return nil }
    let entry = entries.remove(at: index)
    if entries.isEmpty { outages = [:] }
    try entry.rule.fault.heal?(FaultScene(rule: entry.rule, memory: entry.memory, stage: self))
    return entry
  }

  /// Takes all faults away, the youngest first.
  /// - Returns: what became of them, the oldest first.
  /// - Throws: as `heal(_:)`, after all were taken away.
  @discardableResult
  public func healAll() throws -> [Entry] {
    let all = entries
    var trouble: (any Error)?
    for entry in all.reversed() {
      do {
        try heal(entry.id)
      } catch {
        trouble = trouble ?? error
      }
    }
    outages = [:]
    if let trouble { throw trouble }
    return all
  }

  // MARK: Striking

  public func pass(
    _ request: HTTPRequest, to service: TwinService, proceed: (HTTPRequest) -> TwinAnswer
  ) -> (answer: TwinAnswer, names: [String]) {
    if let end = outages[service.product.name] {
      if ambient.now < end { return (TwinAnswer(ConnectionLost(wasCarriedOut: false, "connection refused")), ["restart"]) }
      outages[service.product.name] = nil
    }
    let hits = hits(request, of: service)
    return (pass(request, to: service, hits[...], proceed), hits.map { entries[$0].rule.fault.name })
  }

  /// Through the faults that hit the call, outermost first.
  private func pass(
    _ request: HTTPRequest, to service: TwinService, _ hits: ArraySlice<Int>, _ proceed: (HTTPRequest) -> TwinAnswer
  ) -> TwinAnswer {
    guard let outermost = hits.first else { return proceed(request) }
    let entry = entries[outermost]
    let scene = FaultScene(rule: entry.rule, memory: entry.memory, stage: self)
    func goOn(_ request: HTTPRequest) -> TwinAnswer { pass(request, to: service, hits.dropFirst(), proceed) }
    do {
      return try entry.rule.fault.act(FaultStrike(scene: scene, request: request, service: service), goOn)
    } catch {
      note(error, at: outermost)
      return goOn(request)
    }
  }

  private func note(_ error: any Error, at index: Int) {
    guard entries[index].trouble == nil else { return }
    entries[index].trouble = error as? FaultTrouble ?? FaultTrouble("'\(entries[index].rule.fault.name)': \(error)")
  }

  /// The faults that hit this call, the outermost first. Counts the call.
  private func hits(_ request: HTTPRequest, of service: TwinService) -> [Int] {
    var calls: FaultCalls?
    return entries.indices.filter { index in
      let rule = entries[index].rule
      guard isActive(rule, entries[index].hits), !rule.fault.reach.systems.isEmpty,
        rule.aim.system.map({ $0 == service.product.name }) ?? rule.fault.reach.systems.contains(service.product.name)
      else { return false }
      let seen = calls ?? FaultCalls(request, of: service)
      calls = seen
      return seen.match(rule.aim, rule.fault.reach) && isHit(index)
    }
  }

  private func isActive(_ rule: FaultRule, _ hits: Int64) -> Bool {
    if let most = rule.aim.atMost, hits >= most { return false }
    if let from = rule.aim.from, ambient.now < from { return false }
    if let until = rule.aim.until, ambient.now >= until { return false }
    return true
  }

  /// Counts a call that matches, and says whether it is hit.
  private func isHit(_ index: Int) -> Bool {
    entries[index].matched += 1
    let aim = entries[index].rule.aim
    guard aim.counts(entries[index].matched) else { return false }
    // Drawn for every call that could be hit, so that one seed hits the same calls in every replay.
    if let probability = aim.probability, ExactDecimal(ambient.faults.next(below: 1_000_000)) >= probability * 1_000_000 { return false }
    entries[index].hits += 1
    struck?(entries[index].rule.fault)
    return true
  }

  /// A system does not answer for a while.
  func shutDown(_ service: TwinService, forMilliseconds milliseconds: Int64) {
    outages[service.product.name] = ambient.now.adding(milliseconds: milliseconds)
  }

  // MARK: The engine

  /// Asked before the engine writes its ledger.
  /// - Throws: what faults make of it; `EngineKilled` where the engine is dead.
  public func ledgerWillWrite() throws {
    if engineIsDead { throw EngineKilled() }
    if entries.isEmpty { return }
    for index in entries.indices {
      let rule = entries[index].rule
      // Whoever aims at a system or an entity does not mean the ledger.
      guard let refuse = rule.fault.refuse,
        rule.aim.operation.map({ $0 == .ledgerWrite }) ?? (rule.aim.system == nil && rule.aim.entity == nil),
        isActive(rule, entries[index].hits), isHit(index)
      else { continue }
      try refuse(FaultScene(rule: rule, memory: entries[index].memory, stage: self))
    }
  }

  func killEngine() {
    engineIsDead = true
    engineDeaths += 1
  }

  /// Somebody has started the engine again.
  public func engineWasStarted() { engineIsDead = false }

  /// - Throws: `EngineKilled` where the engine is dead.
  public func demandLivingEngine() throws { if engineIsDead { throw EngineKilled() } }
}
