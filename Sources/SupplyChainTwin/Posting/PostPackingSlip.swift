import EntityStore
import OData
import Twin

/// Posts the packing slip: the order is delivered, in full or in part (supply-chain-odata.md 7.4).
struct PostPackingSlip: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("postPackingSlip", on: row, in: context)
    try posting.post(.packingSlip, try posting.quantities(parameters, for: .packingSlip, of: try posting.openLines()))
    return .nothing
  }
}
