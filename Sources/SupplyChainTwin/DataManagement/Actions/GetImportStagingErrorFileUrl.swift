import EntityStore
import OData
import Twin

/// Where the rows are that staging rejected; the empty text where there are none (sourced: S16).
struct GetImportStagingErrorFileUrl: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "GetImportStagingErrorFileUrl")
    let execution = try book.find(parameters["executionId"]?.stringValue ?? "")
    let entity = try book.entity(parameters["entityName"]?.stringValue ?? "", of: execution)
    let blob = entity.text("StagingErrorBlobId")
    let storage = BlobStorage(context: context)
    guard !blob.isEmpty, execution.isReady(at: context.session.now), try storage.find(blob) != nil else { return .text("") }
    return .text(try storage.url(of: blob, .read))
  }
}
