import EntityStore
import OData
import Twin

/// Posts the picking list. There is no status for "partially picked": part of an order reads Picked as well
/// (supply-chain-odata.md 7.4, sourced: S1, derived).
struct PostPickingList: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("postPickingList", on: row, in: context)
    let lines = try posting.openLines()
    let quantities = try PostingQuantities(parameters, lines: lines, posting: posting) { line in
      line.number("OrderedSalesQuantity")
        - PostedQuantities.furthest(line.number("PickedSalesQuantity"), line.number("DeliveredSalesQuantity"))
    }
    guard !quantities.isEmpty else { throw posting.refusal("Sales order \(posting.number) has nothing left to pick.") }
    let changes = zip(lines, quantities.quantities).map { line, quantity -> (row: Row, changes: [(String, Value)]) in
      let picked = Value.decimal(
        PostedQuantities.furthest(line.number("PickedSalesQuantity"), line.number("DeliveredSalesQuantity")) + quantity)
      return (line, quantity.isZero ? [] : [("PickedSalesQuantity", picked), ("PickedQuantity", picked)])
    }
    try posting.finish(changes, document: .pickingList)
    return .nothing
  }
}
