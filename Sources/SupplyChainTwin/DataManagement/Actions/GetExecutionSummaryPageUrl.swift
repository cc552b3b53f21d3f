import EntityStore
import OData
import Twin

/// The page of the client that shows an execution (form inferred). The twin has no such page.
struct GetExecutionSummaryPageUrl: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "GetExecutionSummaryPageUrl")
    let execution = try book.find(parameters["executionId"]?.stringValue ?? "")
    let host = context.session.hostURL ?? context.twin.rules.baseURL
    let id = PercentEncoding.encode(execution.id, in: .queryValue)
    return .text("\(host)/?cmp=\(execution.legalEntity.uppercased())&mi=DMFExecutionHistoryWorkspace&executionId=\(id)")
  }
}
