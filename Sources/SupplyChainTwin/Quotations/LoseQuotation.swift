import EntityStore
import OData
import Twin

/// Marks a quotation as lost.
struct LoseQuotation: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    try QuotationStep("lose", on: row, in: context).finish()
    return .nothing
  }
}
