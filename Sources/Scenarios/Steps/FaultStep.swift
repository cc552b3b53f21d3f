import Faults
import OData
import StrictYAML

/// `fault: reset-after-commit`: from here on something goes wrong with calls of the engine, until it is healed or the steps are over.
/// `with:` its parameters, `aim:` which calls, `as:` a name to heal it by, under which what became of it is kept then.
struct FaultStep: StepKind {
  static let keyword = "fault"
  static let keys = ["with", "aim", "as"]
  static let summary = "let something go wrong with calls of the engine"

  let rule: FaultRule
  let name: String?
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    position = map.keyPosition(Self.keyword)
    name = map.text("as")?.text
    guard let rule = FaultRule.read(map) else { return nil }
    self.rule = rule
    guard let entity = rule.aim.entity, !entity.hasPrefix("$") else { return }
    let systems = SystemName.allCases.filter { rule.aim.system.map($0.rawValue.elementsEqual) ?? true }
    let models = systems.flatMap { context.lenient.schemas(of: $0) }.map(\.model)
    let known = models.flatMap { $0.entitySets.map(\.name) + $0.operations.map(\.name) }
    if !known.contains(where: { $0.equalsIgnoringASCIICase(entity) }) {
      let place = map.value("aim").flatMap { MapReader($0, what: "aim", keys: nil, DiagnosticCollector())?.value("entity")?.position }
      context.report(
        place ?? position,
        "'\(entity)' is no entity of \(systems.map(\.title).joined(separator: " or "))"
          + Suggestion.phrase(for: entity, among: known))
    }
  }

  func perform(_ run: ScenarioRun) async throws {
    guard let faults = run.world.twins?.faults else {
      throw ScenarioFailure(position, "nothing can go wrong on purpose here: the systems of this world do not run in this process")
    }
    if run.world.engine is CrashingEngine {
      throw NotForThisEngine(reason: "what goes wrong with a call goes wrong elsewhere, or not at all, where the engine was killed")
    }
    if rule.fault.family == .engine, !faults.hasEngine { throw NotForThisEngine(reason: "'\(rule.fault.name)' strikes our own engine") }
    do {
      run.faults.append(.init(id: try faults.add(rule), name: name, position: position))
    } catch let error where error is FaultError || error is FaultTrouble {
      throw ScenarioFailure(position, "\(error)")
    }
  }
}
