import OData
import StrictYAML

/// The results as JSON, for programs. `version` grows when a member changes its meaning or goes; new members may come at
/// any time.
public enum JSONReport {
  public static let version = 1

  public static func text(_ suite: SuiteResult) -> String {
    var report: JSONObject = [
      "version": .number(ExactDecimal(version)), "seed": .number(ExactDecimal(suite.seed)),
      "passed": .number(ExactDecimal(suite.passed)), "failed": .number(ExactDecimal(suite.failed)),
      "broken": .number(ExactDecimal(suite.broken)), "malformed": .number(ExactDecimal(suite.malformed)),
      "notRun": .number(ExactDecimal(suite.skipped)), "total": .number(ExactDecimal(suite.total)),
      "milliseconds": milliseconds(suite.nanoseconds),
    ]
    if !suite.thresholds.isEmpty {
      report.append(
        "thresholds",
        .array(
          suite.thresholds.map {
            ["threshold": .string($0.description), "measured": .string($0.actualText(suite)), "kept": .bool($0.isMet(by: suite))]
          }))
    }
    report.append("scenarios", .array(suite.results.map(scenario)))
    return JSON.object(report).text + "\n"
  }

  private static func scenario(_ result: ScenarioResult) -> JSON {
    var object: JSONObject = [
      "position": .number(ExactDecimal(result.position)), "path": .string(result.path), "scenario": .string(result.title),
      "proves": .array(result.proves.map(JSON.string)),
      "tags": .array(result.tags.map(JSON.string)),
    ]
    switch result.outcome {
    case .passed: object.append("outcome", "passed")
    case .failed(let failure):
      object.append("outcome", "failed")
      object.append("failure", self.failure(failure))
    case .notForThisEngine(let reason):
      object.append("outcome", "notForThisEngine")
      object.append("reason", .string(reason))
    case .broken(let message):
      object.append("outcome", "broken")
      object.append("error", .string(message))
    case .malformed(let file):
      object.append("outcome", "malformed")
      object.append("error", .string(file.description))
      object.append(
        "diagnostics",
        .array(
          file.diagnostics.map { diagnostic in
            .object(JSONObject(place(diagnostic.position) + [.init("message", .string(diagnostic.message))]))
          }))
    }
    object.append("documents", .object(JSONObject(result.documents.map { .init($0.kind, .number(ExactDecimal($0.count))) })))
    object.append("notes", .array(result.notes.map(JSON.string)))
    object.append("virtualTime", .string(result.virtualTime.description))
    object.append("requests", .number(ExactDecimal(result.requests)))
    object.append("executions", .number(ExactDecimal(result.executions)))
    object.append("steps", .number(ExactDecimal(result.steps)))
    if !result.level.isEmpty { object.append("level", .string(result.level)) }
    object.append("solution", result.solution.map { .string($0) } ?? .null)
    if let began = result.began { object.append("began", .string(began.description)) }
    if let history = result.history { object.append("history", history.json) }
    if let endState = result.endState { object.append("endState", .string(endState)) }
    object.append("milliseconds", milliseconds(result.nanoseconds))
    return .object(object)
  }

  private static func failure(_ failure: FailureReport) -> JSON {
    var object = JSONObject(place(failure.position) + [.init("message", .string(failure.message))])
    if let step = failure.step { object.append("step", .string(step)) }
    if !failure.source.isEmpty {
      object.append(
        "source", .array(failure.source.map { ["line": .number(ExactDecimal($0.number)), "text": .string($0.text)] }))
    }
    if let comparison = failure.comparison {
      object.append("what", .string(comparison.what))
      object.append("expected", .string(comparison.expected))
      object.append("actual", .string(comparison.actual))
    }
    if let response = failure.response { object.append("response", .string(response)) }
    object.append(
      "records",
      .array(
        failure.records.map { record in
          ["title": .string(record.title), "values": .object(JSONObject(record.lines.map { .init($0.name, .string($0.value)) }))]
        }))
    object.append("ledger", .array(failure.ledger.map(JSON.string)))
    object.append("faults", .array(failure.faults.map(JSON.string)))
    object.append("virtualTime", failure.virtualTime.map { .string($0.description) } ?? .null)
    object.append("replay", .string(failure.replay))
    return .object(object)
  }

  private static func place(_ position: SourcePosition) -> [JSONObject.Member] {
    [
      .init("file", .string(position.file)), .init("line", .number(ExactDecimal(position.line))),
      .init("column", .number(ExactDecimal(position.column))),
    ]
  }

  private static func milliseconds(_ nanoseconds: Int64) -> JSON { .number(Durations.milliseconds(nanoseconds)) }
}
