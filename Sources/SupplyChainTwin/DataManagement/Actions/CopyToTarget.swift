import DataPackages
import EntityStore
import OData
import Twin

/// Goes on with an import that stopped in staging: what a person does with "Copy data to target". Answers the execution's id.
struct CopyToTarget: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "copyToTarget")
    let execution = try book.find(parameters["executionId"]?.stringValue ?? "")
    guard execution.isStaged else { throw book.refusal("The execution '\(execution.id)' has no rows that wait in staging.") }
    guard execution.isReady(at: context.session.now) else { throw book.refusal("The execution '\(execution.id)' is still executing.") }
    guard let bytes = try BlobStorage(context: context).bytes(of: execution.packageBlob) else {
      throw book.refusal("The staging data of '\(execution.id)' has been cleaned up.")
    }
    let package: DataPackage
    do { package = try DataPackage(zip: bytes) } catch { throw book.refusal(error.description) }
    try book.forget(execution)
    try PackageImport(context: context, book: book).run(
      package,
      .init(
        definitionGroup: execution.definitionGroup, executionID: execution.id, legalEntity: execution.legalEntity, execute: true,
        startsAt: context.session.now, blob: ""))
    return .text(execution.id)
  }
}
