import OData
import StrictYAML
import SyncEngine

/// `history: accounts`: what the engine keeps of a project's runs; `history: all` of every project's.
struct HistoryStep: StepKind {
  static let keyword = "history"
  static let keys = ["expect", "as"]
  static let summary = "look at what the engine keeps of its runs"
  static let onlyLooks = true

  /// What a scenario may expect something of.
  static let figures = [
    "executions", "statuses", "newest", "oldest", "consent", "missed", "missedReasons", "delivered", "undelivered", "lastEvent",
  ]

  let project: String?
  let expectations: [(key: YAML.Scalar, expected: Expected)]
  let name: String?

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let text = map.requiredText(Self.keyword) else { return nil }
    project = text.text == "all" ? nil : text.text
    name = map.text("as")?.text
    expectations = Expected.members(of: map, figures: Self.figures, context)
  }

  func perform(_ run: ScenarioRun) async throws {
    let history = try run.world.engine.history(project: project)
    func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
    let found: JSONObject = [
      "executions": .number(ExactDecimal(history.statuses.count)), "statuses": .string(history.statuses.joined(separator: ", ")),
      "newest": text(history.started.first.map { "\($0)" }), "oldest": text(history.started.last.map { "\($0)" }),
      "consent": text(history.consents.first), "missed": .number(ExactDecimal(history.missed.reduce(0) { $0 + $1.count })),
      "missedReasons": .string(history.missed.map(\.reason.rawValue).joined(separator: ", ")),
      "delivered": .number(ExactDecimal(history.delivered.count)), "undelivered": .number(ExactDecimal(history.undelivered.count)),
      "lastEvent": text(history.delivered.last),
    ]
    if let name { run.capture(name, .object(found)) }
    for (key, expected) in expectations { try expected.check(found[key.text] ?? .null, what: "\(key.text) of the history", run) }
  }
}

extension Expected {
  /// The members of a step's `expect:`.
  static func members(
    of map: MapReader, figures: [String], _ context: ReadingContext
  ) -> [(key: YAML.Scalar, expected: Expected)] {
    guard let yaml = map.value("expect"), let expect = MapReader(yaml, what: "'expect' of \(map.what)", keys: figures, context.collector)
    else {
      return []
    }
    return expect.members.filter { figures.contains($0.key.text) }.map { ($0.key, Expected($0.value, context.collector)) }
  }
}
