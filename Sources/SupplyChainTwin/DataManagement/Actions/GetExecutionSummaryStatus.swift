import EntityStore
import OData
import Twin

/// One of the names of `DMFExecutionSummaryStatus` (sourced: S16).
struct GetExecutionSummaryStatus: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "GetExecutionSummaryStatus")
    let execution = try book.find(parameters["executionId"]?.stringValue ?? "")
    return .text(execution.status(at: context.session.now).rawValue)
  }
}
