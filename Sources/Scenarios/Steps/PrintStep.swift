import StrictYAML

/// `print: text`: a line for the report, `${…}` filled in.
struct PrintStep: StepKind {
  static let keyword = "print"
  static let keys: [String] = []
  static let summary = "put a line into the report"

  let text: Interpolation

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let text = map.requiredText(Self.keyword) else { return nil }
    self.text = Interpolation(text, context.collector)
  }

  func perform(_ run: ScenarioRun) async throws { run.note(try text.text(run)) }
}
