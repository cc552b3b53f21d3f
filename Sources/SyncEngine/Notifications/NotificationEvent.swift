public import OData

/// What is told to others, as versioned JSON. New members may come; the meaning of those that are there changes only with the version.
public struct NotificationEvent {
  public static let version: Int64 = 1

  /// The `event` member: `execution.finished`, `runs.missed`.
  public let name: String
  public let project: String
  public let json: JSON

  /// Failures an event names at most; the ledger has them all.
  private static let failuresMax = 5

  init(_ execution: Execution, of project: Project) {
    var body = Self.head("execution.finished", project)
    body.append("execution", .number(ExactDecimal(execution.id)))
    body.append("status", .string(execution.status.rawValue))
    body.append("started", .string("\(execution.started)"))
    body.append("finished", .string("\(execution.finished)"))
    body.append("upserts", Self.number(execution.upserts))
    body.append("errors", Self.number(execution.errors))
    body.append("failure", execution.failure.map { .string($0) } ?? .null)
    body.append("problems", .array(execution.problems.map { ["code": .string($0.code), "message": .string("\($0)")] }))
    body.append("tasks", .array(execution.tasks.map(Self.task)))
    self.init(name: "execution.finished", project: project.name, json: .object(body))
  }

  init(_ missed: MissedRuns, of project: Project) {
    var body = Self.head("runs.missed", project)
    body.append("first", .string("\(missed.first)"))
    body.append("last", .string("\(missed.last)"))
    body.append("count", Self.number(missed.count))
    body.append("reason", .string(missed.reason.rawValue))
    self.init(name: "runs.missed", project: project.name, json: .object(body))
  }

  private init(name: String, project: String, json: JSON) {
    (self.name, self.project, self.json) = (name, project, json)
  }

  private static func head(_ name: String, _ project: Project) -> JSONObject {
    [
      "version": .number(ExactDecimal(version)), "event": .string(name), "project": .string(project.name),
      "template": .string(project.templateName),
    ]
  }

  private static func task(_ run: TaskRun) -> JSON {
    let failures = run.rows.filter { $0.outcome == .failed || $0.outcome == .inDoubt }.prefix(failuresMax).map { row -> JSON in
      ["sourceKey": .string(row.sourceKey), "destinationKey": .string(row.destinationKey), "reason": .string(row.reason ?? "")]
    }
    return [
      "task": .string(run.task), "read": number(run.read), "created": number(run.created), "updated": number(run.updated),
      "unchanged": number(run.unchanged), "skipped": number(run.skipped), "failed": number(run.failed), "failures": .array(failures),
    ]
  }

  private static func number(_ number: Int) -> JSON { .number(ExactDecimal(number)) }
}
