public import OData
public import SyncEngine

/// What a runner of scenarios asks of an engine, as the engine reads it: our own, when it is run like any other.
public struct ExternalOrder: Sendable {
  public let request: ProjectRequest
  public let company: String
  public let sales: String
  public let supplyChain: String
  /// The systems ask for a token, which is in the variable `P2C_TOKEN`.
  public let asksForSignIn: Bool
  /// A folder that is kept from run to run.
  public let directory: String
  /// The file the result goes into.
  public let result: String

  /// - Returns: `nil` for what is no document of a version this engine knows.
  public init?(_ json: JSON) {
    guard json["version"]?.numberValue?.exactInt64 == ExternalRun.version, let project = json["project"]?.stringValue,
      let template = json["template"]?.stringValue,
      let company = json["company"]?.stringValue, let sales = json["sales"]?["url"]?.stringValue,
      let supplyChain = json["supplyChain"]?["url"]?.stringValue, let directory = json["directory"]?.stringValue,
      let result = json["result"]?.stringValue
    else { return nil }
    let overrides = (json["overrides"]?.arrayValue ?? []).map { ProjectOverride($0) }
    guard !overrides.contains(nil) else { return nil }
    request = ProjectRequest(
      template: template, overrides: overrides.compactMap { $0 }, allData: json["allData"]?.boolValue ?? false,
      pageSize: json["pageSize"]?.numberValue?.exactInt64.map { Int($0) }, name: project)
    self.company = company
    self.sales = sales
    self.supplyChain = supplyChain
    asksForSignIn = json["token"]?.stringValue != nil
    self.directory = directory
    self.result = result
  }

  /// What an execution has come to, as runners read it.
  public static func result(of execution: Execution) -> JSON {
    .object([
      "version": .number(ExactDecimal(ExternalResult.version)), "status": .string(execution.status.rawValue),
      "problems": .array(execution.problems.map { .string("\($0)") } + (execution.failure.map { [.string($0)] } ?? [])),
      "tasks": .array(execution.tasks.map(Self.task)),
    ])
  }

  private static func task(_ run: TaskRun) -> JSON {
    let counts: [(String, Int)] = [
      ("read", run.read), ("created", run.created), ("updated", run.updated), ("unchanged", run.unchanged), ("skipped", run.skipped),
      ("failed", run.failed),
    ]
    let failures: [JSON] = run.rows.filter { $0.reason != nil }.map {
      ["key": .string($0.destinationKey), "sourceKey": .string($0.sourceKey), "reason": .string($0.reason ?? "")]
    }
    return .object(
      JSONObject(
        [.init("task", .string(run.task))] + counts.map { .init($0.0, .number(ExactDecimal($0.1))) } + [.init("failures", .array(failures))]
      ))
  }
}
