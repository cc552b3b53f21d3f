import OData
import StrictYAML
import SyncEngine

/// `why: SO-1` with `project:`: asks where a record is, what holds it back, and what would move it. `expect:` says of the first record,
/// or of the first one of a `task:`, what must come out; `as:` keeps the whole answer.
struct WhyStep: StepKind {
  static let keyword = "why"
  static let keys = ["project", "overrides", "task", "expect", "as"]
  static let summary = "ask what holds a record back"
  static let onlyLooks = true

  static let figures = [
    "verdict", "cause", "remedy", "sourceKey", "destinationKey", "isAtSource", "isAtDestination", "heldBy", "records", "differences",
  ]

  let key: Interpolation
  let request: ProjectRequest
  let task: YAML.Scalar?
  let expectations: [(key: YAML.Scalar, expected: Expected)]
  let name: String?
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let text = map.requiredText(Self.keyword), let project = map.requiredText("project") else { return nil }
    position = text.position
    key = Interpolation(text, context.collector)
    request = ProjectRequest(
      template: project.text, overrides: map.list("overrides").flatMap { RunStep.overrides($0, context) })
    if !ProjectNames.isKnown(project.text) {
      context.report(
        project.position, "'\(project.text)' is no template\(Suggestion.phrase(for: project.text, among: ProjectNames.aliases))")
    }
    task = map.text("task")
    name = map.text("as")?.text
    var expectations: [(key: YAML.Scalar, expected: Expected)] = []
    if let yaml = map.value("expect"), let expect = MapReader(yaml, what: "'expect' of why", keys: Self.figures, context.collector) {
      expectations = expect.members.filter { Self.figures.contains($0.key.text) }.map { ($0.key, Expected($0.value, context.collector)) }
    }
    if expectations.isEmpty, name == nil { context.report(map.position, "'why' needs an 'expect:' or an 'as:'") }
    self.expectations = expectations
  }

  func perform(_ run: ScenarioRun) async throws {
    let explanation = try await run.world.engine.explain(request, key: try key.text(run))
    if let name { run.capture(name, explanation.json) }
    let tasks = explanation.tasks.filter { task == nil || $0.task == task?.text }
    if let task, tasks.isEmpty {
      let known = explanation.tasks.map(\.task)
      throw ScenarioFailure(
        task.position,
        "there is no task '\(task.text)'\(Suggestion.phrase(for: task.text, among: known)); there are: "
          + known.joined(separator: ", "))
    }
    let records = tasks.flatMap(\.records)
    for (key, expected) in expectations {
      do {
        try expected.check(figure(key.text, records), what: "\(key.text) of the explanation", run)
      } catch var failure as ScenarioFailure {
        failure.message += explanation.lines.map { "\n    \($0)" }.joined()
        throw failure
      }
    }
  }

  private func figure(_ name: String, _ records: [RecordExplanation]) -> JSON {
    if name == "records" { return .number(ExactDecimal(records.count)) }
    guard let record = records.first else { return .null }
    switch name {
    case "heldBy": return .string(record.clauses.filter { !$0.holds }.map(\.text).joined(separator: "; "))
    case "differences": return .string(record.differences.map { "\($0.field): \($0.source), \($0.destination)" }.joined(separator: "; "))
    default: return record.json[name] ?? .null
    }
  }
}
