import StrictYAML

/// `cancel: accounts`: asks the run of a project that is under way to stop behind the page it is at; `project:` where it has another name
/// than its template. Stands in the `meanwhile` of a run, or is refused: there is nothing to cancel.
struct CancelStep: StepKind {
  static let keyword = "cancel"
  static let keys = ["project"]
  static let summary = "ask a run that is under way to stop"

  let project: String

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let request = RunStep.request(map, Self.keyword, context) else { return nil }
    project = request.name
  }

  func perform(_ run: ScenarioRun) async throws { try run.world.engine.cancel(project: project) }
}
