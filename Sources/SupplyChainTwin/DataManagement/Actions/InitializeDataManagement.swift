import EntityStore
import OData
import Twin

/// Refreshes the list of data entities, as after an installation.
struct InitializeDataManagement: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    try DataEntityList(context: context).fill()
    return .nothing
  }
}
