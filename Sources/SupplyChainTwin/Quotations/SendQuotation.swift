import EntityStore
import OData
import Twin

/// Sends a quotation to the customer.
struct SendQuotation: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let step = try QuotationStep("send", on: row, from: ["Created", "Modified", "Reset", "Revised"], in: context)
    guard try !step.lines().isEmpty else { throw step.refusal("Quotation \(step.number) has no lines.") }
    try step.finish("Sent")
    return .nothing
  }
}
