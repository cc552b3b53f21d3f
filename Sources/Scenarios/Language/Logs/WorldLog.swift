public import OData
import StrictYAML

/// What a scenario may look at beside records: what happened on the way, as lists of plain records.
enum WorldLog: String, CaseIterable, Sendable {
  /// Every request of the engine and of the scenario's steps, those in batches one by one.
  case requests
  /// Every run of a project.
  case executions
  /// What the ledger holds of rows, one for each row of each project.
  case outcomes
  /// Quotations, orders and invoices by number, and on which side they are.
  case documents

  /// What its records have.
  var fields: [String] {
    switch self {
    case .requests: ["sender", "system", "method", "entity", "target", "query", "status", "batched", "body", "headers"]
    case .executions: ["project", "template"] + RunStep.figures
    case .outcomes: ["project", "task", "sourceKey", "destinationKey", "outcome", "attempts", "reason"]
    case .documents: ["kind", "number", "inSales", "inSupplyChain", "salesLines", "supplyChainLines"]
    }
  }

  /// Reports fields that it does not have.
  func check(_ expectations: PropertyExpectations, _ context: ReadingContext) {
    for (key, _) in expectations.members {
      let name = key.text.split(separator: ".").first.map(String.init) ?? key.text
      if fields.contains(name), name == key.text || name == "headers" { continue }
      context.report(
        key.position,
        "\(rawValue) have no '\(key.text)'\(Suggestion.phrase(for: name, among: fields)); they have \(fields.joined(separator: ", "))")
    }
  }

  func records(_ run: ScenarioRun, ofLastExecution isLast: Bool) async throws -> [JSON] {
    switch self {
    case .requests: return try run.requestWatch?.records(ofLastExecution: isLast) ?? []
    case .executions:
      return (isLast ? Array(run.executions.suffix(1)) : run.executions).map { execution in
        var record: JSONObject = ["project": .string(execution.project), "template": .string(execution.template)]
        for figure in RunStep.figures { record.append(figure, execution.figure(figure)) }
        return .object(record)
      }
    case .outcomes: return try run.world.engine.outcomes().map { .object($0) }
    case .documents: return try await documents(run)
    }
  }

  private func documents(_ run: ScenarioRun) async throws -> [JSON] {
    let state = WorldState(run, history: StatusHistory())
    var records: [JSON] = []
    for kind in DocumentKind.all {
      for pair in try await state.documents(kind) {
        records.append([
          "kind": .string(kind.title), "number": .string(pair.number), "inSales": .bool(pair.sales != nil),
          "inSupplyChain": .bool(pair.other != nil), "salesLines": .number(ExactDecimal(pair.salesLines.count)),
          "supplyChainLines": .number(ExactDecimal(pair.otherLines.count)),
        ])
      }
    }
    return records
  }
}

extension ProjectEngine {
  /// What is kept of rows, one record each with the fields of `WorldLog.outcomes`.
  /// - Throws: of an engine that does not tell always `NotTold`, which leaves the expectation unjudged.
  public func outcomes() throws -> [JSONObject] { throw NotTold(what: "the outcomes of rows") }
}
