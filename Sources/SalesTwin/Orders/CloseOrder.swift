import EntityStore
import OData
import Twin

/// FulfillSalesOrder and CancelSalesOrder: an order-close activity, then the new state [sourced: ACT:FulfillSalesOrder;
/// CancelSalesOrder's parameters inferred].
enum CloseOrder {
  static func run(_ action: String, to state: Int64, _ parameters: JSONObject, _ work: Work) throws {
    let close = try CloseActivity(parameters, name: "OrderClose", table: "orderclose", lookup: "salesorderid", work)
    let row = try work.existing("salesorder", close.target)
    try StateModel.check(row, of: work.table("salesorder"), to: state, by: action)
    let status = try close.status(of: state, "salesorder", id: close.target)
    var activity = close.record(work)
    activity["ordernumber"] = row["ordernumber"]
    _ = try work.insert(&activity)
    var document = try Document(.order, row, work)
    if state == OrderSpecifics.fulfilled { document.header["datefulfilled"] = .timestamp(work.now) }
    _ = try document.move(to: state, status: status)
  }
}
