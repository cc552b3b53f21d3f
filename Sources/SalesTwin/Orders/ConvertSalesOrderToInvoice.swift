import EntityStore
import OData
import Twin

/// ConvertSalesOrderToInvoice: an invoice with the order's lines and amounts; the order becomes Invoiced
/// [parameters sourced: ACT:ConvertSalesOrderToInvoice; effect inferred].
///
/// The solution only hides the button on orders it maintains (R-ORD-10); the Web API still offers the action [inferred].
enum ConvertSalesOrderToInvoice {
  static func run(_ parameters: JSONObject, _ work: Work) throws -> Row {
    guard let id = EntityReference.id(in: parameters, "SalesOrderId") else {
      throw work.twin.errors.badBody("The parameter 'SalesOrderId' is missing or no identifier.", table: work.table("salesorder"))
    }
    let order = try work.existing("salesorder", id)
    guard order["statecode"].intValue != OrderSpecifics.canceled else {
      throw SalesErrors.invalid("Order \(order["ordernumber"]) is canceled and cannot be invoiced.")
    }
    var record = DocumentCopy.header(order, from: .order, to: .invoice, work)
    record["_salesorderid_value"] = .guid(id)
    try DocumentNumber.fill(&record, .invoice, work)
    let invoice = try work.insert(&record)
    try DocumentCopy.lines(of: order, from: .order, to: invoice, .invoice, work)
    if order["statecode"].intValue != OrderSpecifics.invoiced {
      var document = try Document(.order, order, work)
      _ = try document.move(to: OrderSpecifics.invoiced, status: 100_003)
    }
    return invoice
  }
}
