import EntityStore
import OData
import Twin

/// Cancels a quotation.
struct CancelQuotation: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    try QuotationStep("cancel", on: row, in: context).finish()
    return .nothing
  }
}
