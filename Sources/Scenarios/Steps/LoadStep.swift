import OData
import StrictYAML

/// `load: orders`: loads a stage of the baseline. Rows that cannot be loaded are listed and fail the step, unless
/// `badRows:` is `allowed` or says how many there must be. `as:` keeps, per load, `rows`, `refused`, `loaded`, `leftOut` and `bad`.
struct LoadStep: StepKind {
  static let keyword = "load"
  static let keys = ["badRows", "as"]
  static let summary = "load a stage of the baseline"

  let stage: String
  let badRows: Expected?
  let allowsBadRows: Bool
  let name: String?
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let stage = map.requiredText(Self.keyword) else { return nil }
    self.stage = stage.text
    position = stage.position
    name = map.text("as")?.text
    if case .scalar(let scalar) = map.value("badRows"), scalar.text == "allowed" {
      (badRows, allowsBadRows) = (nil, true)
    } else {
      badRows = map.value("badRows").map { Expected($0, context.collector) }
      allowsBadRows = false
    }
  }

  func perform(_ run: ScenarioRun) async throws {
    guard let loader = run.loader, let baseline = run.baseline else {
      throw ScenarioFailure(position, "the scenario has no baseline to load '\(stage)' from; name one with 'baseline:' or --baseline")
    }
    guard baseline.stages.contains(stage) else {
      throw ScenarioFailure(
        position,
        "the baseline '\(baseline.mapping.name)' has no stage '\(stage)'\(Suggestion.phrase(for: stage, among: baseline.stages)); it has \(baseline.stages.joined(separator: ", "))"
      )
    }
    let reports = try await loader.load(stage: stage)
    for report in reports { run.note(report.summary) }
    let bad = reports.flatMap(\.badRows)
    for row in bad { run.note("  \(row)") }
    if let badRows {
      try badRows.check(.number(ExactDecimal(bad.count)), what: "count of bad rows", run)
    } else if !allowsBadRows {
      try BaselineLoader.refuseUnexpectedBadRows(reports, at: position)
    }
    guard let name else { return }
    var object = JSONObject()
    for report in reports {
      object.append(
        report.load,
        [
          "rows": .array(report.rows.map(JSON.object)), "refused": .array(report.refused.map(JSON.object)),
          "loaded": .number(ExactDecimal(report.rows.count)),
          "leftOut": .number(ExactDecimal(report.leftOut + report.orphans)), "bad": .number(ExactDecimal(report.badRows.count)),
        ])
    }
    run.capture(name, .object(object))
  }
}
