import EntityStore
import OData
import Twin

/// What the solution keeps people from changing: products and orders that Supply Chain maintains, orders that are activated,
/// and the amounts of quotes that Supply Chain works out itself [sourced: P2C:sales-order…, P2C:sales-quotation…, P2C:products…].
///
/// The documentation speaks of forms and is silent about the server. `SalesConfiguration.readOnlyRules` says who keeps the rules:
/// the forms only, as is likely (R-ORD-10) [inferred], or the server too [proposed]. Applications, and the built-in user of a
/// system nobody signs in to, are always let through: the integration must be able to write.
struct ReadOnlyRules {
  let work: Work

  /// `nil` where nothing is to be kept.
  init?(_ work: Work) {
    guard work.twin.configuration.readOnlyRules == .server, work.hasSolution, let caller = work.session.caller, !caller.actsForItself else {
      return nil
    }
    self.work = work
  }

  func checkCreate(_ record: Record) throws {
    switch record.table.name {
    case "salesorderdetail": try checkOrder(record.guid("_salesorderid_value"))
    case "quotedetail" where record.sends("tax"): try checkTax(record.guid("_quoteid_value"))
    default: break
    }
  }

  func checkUpdate(_ record: Record) throws {
    guard let row = record.original else { return }
    switch record.table.name {
    case "product":
      if row["msdynce_ismaintainedexternally"] == true { throw refusal("Product \(row["productnumber"]) is maintained externally") }
    case "salesorder": try check(row)
    case "salesorderdetail": try checkOrder(row["_salesorderid_value"].guidValue)
    case "quote":
      let kept = ["discountpercentage", "discountamount", "freightamount"].filter(record.sends)
      if let first = kept.first, row["msdynce_hasexternallymaintainedproductsonly"] == true {
        throw refusal("Column \(first) of quote \(row["quotenumber"]), which has externally maintained products only, is read-only")
      }
    case "quotedetail" where record.sends("tax"): try checkTax(row["_quoteid_value"].guidValue)
    default: break
    }
  }

  func checkDelete(_ row: Row) throws {
    switch row.table.name {
    case "product":
      if row["msdynce_ismaintainedexternally"] == true { throw refusal("Product \(row["productnumber"]) is maintained externally") }
    case "salesorder": try check(row)
    case "salesorderdetail": try checkOrder(row["_salesorderid_value"].guidValue)
    default: break
    }
  }

  /// The buttons that are hidden on orders Supply Chain maintains: Create Invoice, Cancel Order, Recalculate, Get Products.
  func checkOperation(_ operation: String, on row: Row?, _ parameters: JSONObject) throws {
    switch operation {
    case "ConvertSalesOrderToInvoice": try checkOrder(EntityReference.id(in: parameters, "SalesOrderId"))
    case "CancelSalesOrder": try checkOrder(EntityReference.id(in: parameters["OrderClose"]?.objectValue ?? [:], "salesorderid"))
    case "GetSalesOrderProductsFromOpportunity": if let row { try check(row) }
    default: break
    }
  }

  private func checkOrder(_ id: GUID?) throws {
    if let order = try work.row("salesorder", id) { try check(order) }
  }

  /// Draft is the only status in which people may edit an order [sourced: P2C:sales-order…].
  private func check(_ order: Row) throws {
    if order["msdynce_ismaintainedexternally"] == true { throw refusal("Order \(order["ordernumber"]) is maintained externally") }
    guard work.hasTwoWayOrders else { return }
    let status = order["msdynce_processingstatus"]
    if !status.isNull, status != .int(ProcessingStatus.draft) {
      throw refusal("Order \(order["ordernumber"]) is activated and no longer a draft")
    }
  }

  private func checkTax(_ quote: GUID?) throws {
    guard let quote = try work.row("quote", quote), quote["msdynce_hasexternallymaintainedproductsonly"] == true else { return }
    throw refusal("The tax of lines of quote \(quote["quotenumber"]), which has externally maintained products only, is read-only")
  }

  private func refusal(_ reason: String) -> ServiceError {
    SalesErrors.solution("\(reason): it is changed in Supply Chain, and the integration brings the change.")
  }
}
