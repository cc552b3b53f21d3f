import EntityStore
import OData
import Twin

/// FulfillSalesOrder and CancelSalesOrder: an order-close activity, then the new state [sourced: ACT:FulfillSalesOrder;
/// CancelSalesOrder's parameters inferred].
enum CloseOrder {
  static func run(to state: Int64, _ parameters: JSONObject, _ work: Work) throws {
    let close = try CloseActivity(parameters, name: "OrderClose", lookup: "salesorderid", work)
    let row = try work.existing("salesorder", close.target)
    let from = row["statecode"].intValue ?? 0
    guard from == 0 || from == 1 else {
      throw SalesErrors.invalid("Order \(row["ordernumber"]) is not active or submitted and cannot be closed.")
    }
    let status = try close.status(of: state, "salesorder", id: close.target)
    var activity = close.record("orderclose", work)
    activity["ordernumber"] = row["ordernumber"]
    _ = try work.insert(&activity)
    var document = try Document(.order, row, work)
    if state == OrderSpecifics.fulfilled { document.header["datefulfilled"] = .timestamp(work.now) }
    _ = try document.move(to: state, status: status)
  }
}
