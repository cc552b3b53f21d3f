import EntityStore
import OData
import Twin

/// Posts the order confirmation: from then on the order may travel to Sales (R-ORD-6).
struct ConfirmOrder: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("confirm", on: row, in: context)
    let lines = try posting.openLines()
    try posting.finish(lines.map { ($0, []) }, document: .confirmation)
    return .nothing
  }
}
