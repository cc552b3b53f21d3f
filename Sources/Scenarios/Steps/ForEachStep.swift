import OData
import StrictYAML

/// `forEach: sales/salesorders` (with `where:`, `orderBy:`), `forEach: ${rows}` or of a table (see `DataTable`): runs `steps:` for every
/// record, which they know under the name of `as:`.
///
/// With `onFailure: report` a step that is refused or does not hold ends that record's turn only; the report lists every
/// such record under its `label:` with the reason, and `expect:` may check the counts `rows`, `passed`, `failed`.
/// `failuresAs:` keeps what failed as a list of `label` and `reason`.
struct ForEachStep: StepKind {
  static let keyword = "forEach"
  static let keys = ["where", "orderBy", "as", "label", "steps", "onFailure", "expect", "failuresAs"]
  static let summary = "run steps for every record of a query or a captured list"

  enum Source: Sendable {
    case query(EntityPath, RecordCondition?, order: String?)
    case list(Interpolation)
    case table(DataTable)
  }

  let source: Source
  let position: SourcePosition
  let name: String
  let label: Interpolation?
  let steps: [ScenarioStep]
  let reportsFailures: Bool
  let expectations: [(key: YAML.Scalar, expected: Expected)]
  let failuresName: String?

  /// Lines of one kind of failure that the report shows in full.
  static let labelsShownMax = 1_000

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let yaml = map.required(Self.keyword), let name = map.requiredText("as"), let source = Self.source(yaml, map, context) else {
      return nil
    }
    position = yaml.position
    self.name = name.text
    self.source = source
    label = map.text("label").map { Interpolation($0, context.collector) }
    if map.required("steps") == nil { return nil }
    steps = context.steps(map, "steps")
    reportsFailures = map.word("onFailure", among: ["stop", "report"]) == "report"
    failuresName = map.text("failuresAs")?.text
    if let yaml = map.value("expect"),
      let expect = MapReader(yaml, what: "'expect' of a forEach", keys: ["rows", "passed", "failed"], context.collector)
    {
      expectations = expect.members.map { ($0.key, Expected($0.value, context.collector)) }
    } else {
      expectations = []
    }
  }

  private static func source(_ yaml: YAML, _ map: MapReader, _ context: ReadingContext) -> Source? {
    if case .scalar(let scalar) = yaml, !scalar.text.hasPrefix("${") {
      guard let entity = EntityPath(scalar, context) else { return nil }
      return .query(entity, map.value("where").flatMap { RecordCondition($0, entity, context) }, order: map.text("orderBy")?.text)
    }
    for key in ["where", "orderBy"] where map.has(key) {
      context.report(map.keyPosition(key), "'\(key)' needs an entity to query, not a list")
    }
    if case .scalar(let scalar) = yaml { return .list(Interpolation(scalar, context.collector)) }
    return DataTable(yaml, context).map { .table($0) }
  }

  func perform(_ run: ScenarioRun) async throws {
    let items = try await items(run)
    var failures: [(label: String, reason: String)] = []
    for (index, item) in items.enumerated() {
      run.captures[name] = item
      run.progress?(index + 1, items.count)
      do {
        try await run.perform(steps)
      } catch let failure as ScenarioFailure where reportsFailures {
        let label = try label?.text(run) ?? "row \(index + 1)"
        failures.append((label, Self.reason(failure, label)))
      }
    }
    run.captures[name] = nil
    report(failures, of: items.count, run)
    if let failuresName {
      run.capture(failuresName, .array(failures.map { ["label": .string($0.label), "reason": .string($0.reason)] }))
    }
    let counts: JSONObject = [
      "rows": .number(ExactDecimal(items.count)), "passed": .number(ExactDecimal(items.count - failures.count)),
      "failed": .number(ExactDecimal(failures.count)),
    ]
    for (key, expected) in expectations { try expected.check(counts[key.text] ?? .null, what: "\(key.text) of the forEach", run) }
  }

  private func items(_ run: ScenarioRun) async throws -> [Captured] {
    switch source {
    case .query(let entity, let condition, let order):
      let client = run.client(entity)
      let rows = try await client.query(RecordQuery(set: entity.set, filter: try condition?.filter(run), orderBy: order))
      return rows.map { row in
        Captured(
          .object(row),
          record: client.predicate(of: row, in: entity.set).map {
            RecordReference(system: entity.system, entitySet: entity.set, predicate: $0)
          })
      }
    case .list(let text):
      let json = try text.json(run, as: nil)
      guard let elements = json.arrayValue else { throw ScenarioFailure(position, "forEach needs a list; this is \(json.described)") }
      return elements.map { Captured($0) }
    case .table(let table): return try table.rows(run).map { Captured($0) }
    }
  }

  /// The reason without the record's own name, so that the same reason reads the same for all of them.
  private static func reason(_ failure: ScenarioFailure, _ label: String) -> String {
    guard let comparison = failure.comparison else {
      let text = failure.brief ?? failure.message
      return label.isEmpty ? text : text.split(separator: label, omittingEmptySubsequences: false).joined(separator: "…")
    }
    return "\(comparison.what): expected \(comparison.expected), but it is \(comparison.actual)"
  }

  /// One line per reason, with everything it happened to, in order of first appearance.
  private func report(_ failures: [(label: String, reason: String)], of count: Int, _ run: ScenarioRun) {
    guard !failures.isEmpty else { return }
    var reasons: [String] = []
    var labels: [String: [String]] = [:]
    for failure in failures {
      if labels[failure.reason] == nil { reasons.append(failure.reason) }
      labels[failure.reason, default: []].append(failure.label)
    }
    run.note("\(failures.count) of \(count) not done:")
    for reason in reasons {
      let all = labels[reason] ?? []
      let more = all.count > Self.labelsShownMax ? " and \(all.count - Self.labelsShownMax) more" : ""
      run.note("  \(all.count) × \(reason): \(all.prefix(Self.labelsShownMax).joined(separator: ", "))\(more)")
    }
  }
}
