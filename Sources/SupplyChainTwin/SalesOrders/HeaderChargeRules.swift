import EntityStore
import OData
import Twin

/// Charges on an order header, such as freight, each with its own tax (entity proposed).
struct HeaderChargeRules: EntityRules {
  private static let table = "SalesOrderHeaderCharge"

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    guard record.isNew, let order = try context.find("CDSSalesOrderHeader", record["SalesOrderNumber"]) else { return }
    if record["ChargeLineNumber"] == 0 {
      let charges = try context.rows(
        Self.table, where: ["SalesOrderNumber"], equal: [record["SalesOrderNumber"]], orderBy: ["ChargeLineNumber"])
      record["ChargeLineNumber"] = .int((charges.last?.integer("ChargeLineNumber") ?? 0) + 1)
    }
    record.fill("ChargeCurrencyCode", order.text("CurrencyCode"))
    if !record.isGiven("SalesTaxGroupCode") { record["SalesTaxGroupCode"] = order["SalesTaxGroupCode"] }
  }

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    let table = context.definition(Self.table)
    guard let order = try context.find("CDSSalesOrderHeader", record["SalesOrderNumber"]) else {
      throw context.errors.requiredMissing(column: "SalesOrderNumber", table: table)
    }
    guard record["ChargeCategory"] == "Fixed" else { throw ServiceError.notEmulated("header charges that are not fixed amounts") }
    guard record.text("ChargeCurrencyCode").equalsIgnoringASCIICase(order.text("CurrencyCode")) else {
      throw ServiceError.notEmulated("header charges in a currency other than the order's")
    }
    guard DocumentKind.order.openStatuses.contains(order.text("SalesOrderStatus")), !record.isYes("IsInvoiced") else {
      throw context.errors.rowRefused(table, "Charges of sales order \(order.text("SalesOrderNumber")) can no longer be changed.")
    }
  }

  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws { try clearTotals(row, in: context) }
  func didDelete(_ row: Row, in context: CompanyContext) throws { try clearTotals(row, in: context) }

  private func clearTotals(_ row: Row, in context: CompanyContext) throws {
    guard let order = try context.find("CDSSalesOrderHeader", row["SalesOrderNumber"]) else { return }
    try TotalsFlags(kind: .order, context: context).clear(order)
  }
}
