import EntityStore
import OData
import Twin

/// The state of a message in the queue of recurring integrations, which the twin does not have: no message is ever known.
struct GetMessageStatus: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    throw ServiceError.notEmulated("recurring integrations")
  }
}
