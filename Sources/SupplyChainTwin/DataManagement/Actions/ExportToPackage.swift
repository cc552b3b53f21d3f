import EntityStore
import OData
import Twin

/// Exports a data project, which must be there (sourced: S16).
struct ExportToPackage: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "ExportToPackage")
    let name = parameters["definitionGroupId"]?.stringValue ?? ""
    guard let group = try context.findShared("DataManagementDefinitionGroup", .string(name)) else {
      throw book.refusal("The data project '\(name)' does not exist.")
    }
    guard group.text("OperationType") == Execution.Kind.exporting.rawValue else {
      throw book.refusal("The data project '\(name)' is for import.")
    }
    let legalEntity = try context.legalEntity(parameters["legalEntityId"]?.stringValue, book)
    var repeated: Execution?
    let id: String
    if let given = parameters["executionId"]?.stringValue, parameters["reExecute"]?.boolValue ?? false, try book.exists(given) {
      let execution = try book.find(given)
      guard execution.isReady(at: context.session.now) else { throw book.refusal("The execution '\(given)' is still executing.") }
      guard execution.kind == .exporting, execution.definitionGroup == group.text("Name") else {
        throw book.refusal("The execution '\(given)' is none of the data project '\(name)'.")
      }
      repeated = execution
      id = execution.id
    } else {
      id = try book.id(parameters["executionId"]?.stringValue, for: group.text("Name"))
    }
    try PackageExport(context: context, book: book).run(
      .init(
        definitionGroup: group, executionID: id, packageName: parameters["packageName"]?.stringValue ?? "", legalEntity: legalEntity,
        repeated: repeated))
    return .text(id)
  }
}
