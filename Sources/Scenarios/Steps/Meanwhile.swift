import StrictYAML

/// `meanwhile:` of a run: steps that happen right before the engine asks for a page of an entity, as if somebody else were at work.
///
/// ```yaml
/// - run: products
///   pageSize: 10
///   meanwhile:
///     - before: supplyChain/SellableReleasedProducts
///       page: 2
///       steps: [...]
/// ```
struct Meanwhile: Sendable {
  let entity: EntityPath
  let page: Int
  let steps: [ScenarioStep]
  let position: SourcePosition

  init?(_ yaml: YAML, _ context: ReadingContext) {
    guard let map = MapReader(yaml, what: "'meanwhile'", keys: ["before", "page", "steps"], context.collector),
      let path = map.requiredText("before"), let entity = EntityPath(path, context)
    else { return nil }
    position = path.position
    self.entity = entity
    page = map.integer("page") ?? 1
    steps = context.steps(map, "steps")
    if page < 1 { context.report(map.keyPosition("page"), "pages are counted from 1") }
    if steps.isEmpty { context.report(map.position, "'meanwhile' needs steps") }
  }

  func arm(_ run: ScenarioRun) {
    run.world.interruptions.add(before: page, of: entity.set, entity.system) { try await run.perform(steps) }
  }
}
