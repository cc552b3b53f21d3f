import EntityStore
import OData

/// A product as a sales line sees it: the released item, and the variant where the number is one's.
struct SaleProduct {
  let item: Row
  let variant: Row?

  /// - Returns: `nil` when the company has released no such product; a product master cannot be sold itself.
  static func find(_ number: String, in context: CompanyContext) throws -> SaleProduct? {
    if let item = try context.first("ReleasedProductV2", where: ["ProductNumber"], equal: [.string(number)]) {
      return item["ProductSubtype"] == "ProductMaster" ? nil : SaleProduct(item: item, variant: nil)
    }
    guard
      let variant = try context.first("ReleasedProductVariantV2", where: ["ProductVariantNumber"], equal: [.string(number)]),
      let item = try context.find("ReleasedProductV2", variant["ItemNumber"])
    else { return nil }
    return SaleProduct(item: item, variant: variant)
  }

  /// The number it is sold under.
  var number: String { variant?.text("ProductVariantNumber") ?? item.text("ProductNumber") }

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
