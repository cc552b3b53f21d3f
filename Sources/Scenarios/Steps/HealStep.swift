import StrictYAML

/// `heal: lost`: takes a fault away, by the name its step gave it or its own, with all of that name; `heal: all` takes all away.
struct HealStep: StepKind {
  static let keyword = "heal"
  static let keys: [String] = []
  static let summary = "take faults away again"

  let name: YAML.Scalar

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let name = map.requiredText(Self.keyword) else { return nil }
    self.name = name
  }

  func perform(_ run: ScenarioRun) async throws {
    let known = run.faults.compactMap(\.name)
    guard try run.heal({ name.text == "all" || $0.name == name.text || $1 == name.text }) > 0 || name.text == "all" else {
      throw ScenarioFailure(
        name.position, "there is no fault '\(name.text)' to be healed\(Suggestion.phrase(for: name.text, among: known))")
    }
  }
}
