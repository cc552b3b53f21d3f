import EntityStore
import OData

/// A product as a sales line sees it: the released item, and the variant where the number is one's.
struct SaleProduct {
  let item: Row
  let variant: Row?

  /// - Returns: `nil` when the company has released no such product; a product master cannot be sold itself.
  static func find(_ number: String, in context: CompanyContext) throws -> SaleProduct? {
    let key: [Value] = [.string(context.company), .string(number)]
    if let item = try context.store.row(context.schema("ReleasedProductV2"), where: ["dataAreaId", "ProductNumber"], equal: key) {
      return item["ProductSubtype"] == "ProductMaster" ? nil : SaleProduct(item: item, variant: nil)
    }
    guard
      let variant = try context.store.row(
        context.schema("ReleasedProductVariantV2"), where: ["dataAreaId", "ProductVariantNumber"], equal: key),
      let item = try context.find("ReleasedProductV2", variant["ItemNumber"])
    else { return nil }
    return SaleProduct(item: item, variant: variant)
  }

  var name: String {
    guard let name = variant?.text("ProductName"), !name.isEmpty else { return item.text("ProductName") }
    return name
  }

  /// The unit it is sold in, or kept in where none is set for sales.
  var salesUnit: String {
    item.text("SalesUnitSymbol").isEmpty ? item.text("InventoryUnitSymbol") : item.text("SalesUnitSymbol")
  }

  var price: ExactDecimal {
    guard let price = variant?.number("SalesPrice"), !price.isZero else { return item.number("SalesPrice") }
    return price
  }
}
