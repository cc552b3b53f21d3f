import StrictYAML

/// `refresh: entities`: the engine forgets what it knows of both systems' entities, as the button of the product does; without it an
/// entity or column that an installation brought stays unknown.
struct RefreshStep: StepKind {
  static let keyword = "refresh"
  static let keys: [String] = []
  static let summary = "let the engine read the entities of both systems anew"

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let text = map.requiredText(Self.keyword) else { return nil }
    guard text.text == "entities" else {
      context.report(text.position, "'\(text.text)' cannot be refreshed; write 'refresh: entities'")
      return nil
    }
  }

  func perform(_ run: ScenarioRun) async throws { run.world.engine.refreshEntities() }
}
