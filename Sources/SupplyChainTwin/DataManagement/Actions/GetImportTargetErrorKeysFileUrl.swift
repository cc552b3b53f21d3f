import EntityStore
import OData
import Twin

/// Where the file of rejected keys is; the empty text while it is written, and for ever where nothing was rejected (sourced: S16).
struct GetImportTargetErrorKeysFileUrl: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "GetImportTargetErrorKeysFileUrl")
    let execution = try book.find(parameters["executionId"]?.stringValue ?? "")
    let entity = try book.entity(parameters["entityName"]?.stringValue ?? "", of: execution)
    let blob = entity.text("KeysBlobId")
    let storage = BlobStorage(context: context)
    guard !blob.isEmpty, let readyAt = entity["KeysReadyAt"].timestampValue, context.session.now >= readyAt, try storage.find(blob) != nil
    else { return .text("") }
    return .text(try storage.url(of: blob, .read))
  }
}
