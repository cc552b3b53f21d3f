import OData
public import Twin

/// Something that goes wrong between an engine and the systems it works with, in one of them, or in the engine itself. One file for each
/// under `Kinds`; all of them are listed in `FaultCatalogue`.
///
/// A fault stands round a call: it may answer in the system's place, let the system work and then lose or spoil its answer, let time
/// pass, or do something to the system first. What it makes of the answer is the same in process and on the wire.
public struct Fault: Sendable {
  /// Does something about a call. `proceed` hands a request on, to the next fault or the system: the one that came, another, none, or
  /// several.
  /// - Throws: `FaultTrouble` where it cannot be done here; the call then goes on as if there were no fault.
  typealias Act = @Sendable (FaultStrike, (HTTPRequest) -> TwinAnswer) throws -> TwinAnswer
  /// Stands in the way of a write of the engine's ledger.
  /// - Throws: what the engine gets to see.
  typealias Refuse = @Sendable (FaultScene) throws -> Void
  typealias Arrange = @Sendable (FaultScene) throws -> Void

  /// What scenario files, the command line and the control plane call it: `reset-after-commit`.
  public let name: String
  public let family: FaultFamily
  /// What it does, in one sentence.
  public let summary: String
  public let parameters: [FaultParameter]
  public let reach: FaultReach
  /// How well it is known that the real systems do such a thing.
  public let evidence: Evidence
  /// Page or reason.
  public let source: String
  /// What a good engine does about it, in one or two sentences.
  public let goodEngine: String

  let act: Act
  let refuse: Refuse?
  /// Done when it is set up.
  let prepare: Arrange?
  /// Done when it is taken away, for what would stay otherwise.
  let heal: Arrange?

  init(
    _ name: String, _ family: FaultFamily, _ summary: String, parameters: [FaultParameter] = [], reach: FaultReach,
    _ evidence: Evidence, _ source: String, goodEngine: String, prepare: Arrange? = nil, heal: Arrange? = nil, refuse: Refuse? = nil,
    act: @escaping Act
  ) {
    self.name = name
    self.family = family
    self.summary = summary
    self.parameters = parameters
    self.reach = reach
    self.evidence = evidence
    self.source = source
    self.goodEngine = goodEngine
    self.prepare = prepare
    self.heal = heal
    self.refuse = refuse
    self.act = act
  }

  public func parameter(_ name: String) -> FaultParameter? { parameters.first { $0.name == name } }
}

extension Fault: Hashable {
  public static func == (one: Fault, other: Fault) -> Bool { one.name == other.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
