import EntityStore
import OData
import Twin

/// Cancels an order of which nothing is delivered or invoiced. Of one that is, the rest can be cancelled: `CancelDeliverRemainder`.
struct CancelOrder: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("cancel", on: row, in: context)
    guard posting.header.text("SalesOrderStatus") == OrderStatus.backorder.rawValue else {
      throw posting.refusal("Sales order \(posting.number) has status \(posting.header.text("SalesOrderStatus")).")
    }
    let lines = try posting.lines()
    guard lines.allSatisfy({ $0.number("DeliveredSalesQuantity").isZero && $0.number("InvoicedSalesQuantity").isZero }) else {
      throw posting.refusal("Sales order \(posting.number) is delivered or invoiced in part.")
    }
    if lines.isEmpty {
      try context.set(
        posting.header,
        [
          ("SalesOrderStatus", .string(OrderStatus.canceled.rawValue)),
          ("SalesOrderProcessingStatus", .string(ProcessingStatus.canceled.rawValue)), ("AreTotalsUpdated", "No"),
        ])
    } else {
      try posting.finish(lines.map { ($0, posting.cancellation(of: $0)) }, document: .none)
    }
    return .nothing
  }
}
