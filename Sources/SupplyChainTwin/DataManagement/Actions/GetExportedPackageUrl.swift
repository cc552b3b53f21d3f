import EntityStore
import OData
import Twin

/// Where the package of an export can be fetched (sourced: S16).
struct GetExportedPackageUrl: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "GetExportedPackageUrl")
    let execution = try book.find(parameters["executionId"]?.stringValue ?? "")
    guard execution.kind == .exporting else { throw book.refusal("The execution '\(execution.id)' is an import.") }
    guard execution.isReady(at: context.session.now) else {
      throw book.refusal("The execution '\(execution.id)' is still executing. Ask GetExecutionSummaryStatus until it has succeeded.")
    }
    let storage = BlobStorage(context: context)
    guard try storage.find(execution.packageBlob) != nil else {
      throw book.refusal("The package of '\(execution.id)' has been deleted; packages are kept for \(BlobStorage.daysMax) days.")
    }
    return .text(try storage.url(of: execution.packageBlob, .read))
  }
}
