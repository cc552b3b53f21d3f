import StrictYAML

/// `webhook: down`, `webhook: up`: whether whoever is told about runs answers.
struct WebhookStep: StepKind {
  static let keyword = "webhook"
  static let keys: [String] = []
  static let summary = "let those who are told about runs answer, or not"

  let isUp: Bool

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let word = map.word(Self.keyword, among: ["up", "down"]) else {
      _ = map.required(Self.keyword)
      return nil
    }
    isUp = word == "up"
  }

  func perform(_ run: ScenarioRun) async throws { try run.world.engine.setWebhook(isUp: isUp) }
}
