import EntityStore
import OData
import Twin

/// How each entity of an execution fares: `Customers V2: Succeeded` (form proposed).
struct GetEntityExecutionSummaryStatusList: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "GetEntityExecutionSummaryStatusList")
    let execution = try book.find(parameters["executionId"]?.stringValue ?? "")
    let list = try book.entities(of: execution).map { row -> JSON in
      let status: String
      if !execution.isReady(at: context.session.now) {
        status = Execution.Status.executing.rawValue
      } else {
        let target = row.text("TargetStatus")
        let isPartial = target == Execution.Status.succeeded.rawValue && row.integer("StagingErrors") > 0
        status =
          isPartial
          ? Execution.Status.partiallySucceeded.rawValue : target == Execution.Status.notRun.rawValue ? row.text("StagingStatus") : target
      }
      return .string("\(row.text("EntityName")): \(status)")
    }
    return .value(.array(list), type: "Collection(Edm.String)")
  }
}
