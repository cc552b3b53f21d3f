import EntityStore
import OData
import Twin

/// Posts the packing slip: the order is delivered, in full or in part (supply-chain-odata.md 7.4).
struct PostPackingSlip: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("postPackingSlip", on: row, in: context)
    let lines = try posting.openLines()
    let quantities = try PostingQuantities(parameters, lines: lines, posting: posting) {
      $0.number("OrderedSalesQuantity") - $0.number("DeliveredSalesQuantity")
    }
    guard !quantities.isEmpty else { throw posting.refusal("Sales order \(posting.number) has nothing left to deliver.") }
    let changes = zip(lines, quantities.quantities).map { line, quantity -> (row: Row, changes: [(String, Value)]) in
      guard line.text("SalesOrderLineStatus") != OrderStatus.canceled.rawValue else { return (line, []) }
      var posted = PostedQuantities(line)
      posted.delivered += quantity
      let status = posted.status(behind: .packingSlip)
      return (line, [("DeliveredSalesQuantity", .decimal(posted.delivered)), ("SalesOrderLineStatus", .string(status.rawValue))])
    }
    try posting.finish(changes, document: .packingSlip)
    return .nothing
  }
}
