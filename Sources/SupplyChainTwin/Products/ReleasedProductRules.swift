import EntityStore
import OData
import Twin

/// Released products V2: set-up data here, but whatever changes may make a product sellable or not.
struct ReleasedProductRules: EntityRules {
  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    if record.isBlank("ItemNumber") { record["ItemNumber"] = .string(String(record.text("ProductNumber").prefix(20))) }
    if record.isBlank("ProductNumber") { record["ProductNumber"] = record["ItemNumber"] }
    record.fill("ProductSearchName", from: "ProductName")
    guard record.isNew else { return }
    if record["ProductType"] == "Service" {
      if !record.isGiven("IsStockedProduct") { record["IsStockedProduct"] = "No" }
      if !record.isGiven("FieldServiceProductType") { record["FieldServiceProductType"] = "Service" }
    }
  }

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    guard !record.isBlank("ItemNumber") else {
      throw context.errors.requiredMissing(column: "ItemNumber", table: context.definition("ReleasedProductV2"))
    }
  }

  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws {
    let products = SellableProducts(context: context)
    guard try products.keepsItselfUp else { return }
    if let before, before.text("ProductNumber") != row.text("ProductNumber") { try products.hide(before.text("ProductNumber")) }
    _ = try products.register(row)
    try products.refresh(row)
  }

  func validateDelete(_ row: Row, in context: CompanyContext) throws {
    for table in ["CDSSalesOrderLine", "CDSSalesQuotationLine"]
    where try context.first(table, where: ["ItemNumber"], equal: [row["ItemNumber"]]) != nil {
      throw context.errors.deleteRefused(
        context.definition("ReleasedProductV2"), "Item '\(row.text("ItemNumber"))' cannot be deleted: it is on sales documents.")
    }
  }

  func didDelete(_ row: Row, in context: CompanyContext) throws {
    try SellableProducts(context: context).hide(row.text("ProductNumber"))
  }
}
