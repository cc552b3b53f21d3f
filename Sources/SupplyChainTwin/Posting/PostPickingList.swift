import EntityStore
import OData
import Twin

/// Posts the picking list. There is no status for "partially picked": part of an order reads Picked as well
/// (supply-chain-odata.md 7.4, sourced: S1, derived).
struct PostPickingList: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("postPickingList", on: row, in: context)
    try posting.post(.pickingList, try posting.quantities(parameters, for: .pickingList, of: try posting.openLines()))
    return .nothing
  }
}
