import EntityStore
import OData
import Twin

/// Sends a quotation to the customer.
struct SendQuotation: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let step = try QuotationStep("send", on: row, in: context)
    _ = try step.someLines()
    try step.finish()
    return .nothing
  }
}
