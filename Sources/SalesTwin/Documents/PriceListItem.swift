import EntityStore
import OData
import Twin

/// The price list item behind a line.
enum PriceListItem {
  /// `quantitysellingcode`: only whole quantities may be sold.
  static let wholeQuantities: Int64 = 2

  /// The item of the document's price list, else of the product's default list if that is in the document's currency
  /// [look-up sourced: PRICE; order inferred].
  /// - Returns: `nil` where there is none and none is needed.
  /// - Throws: `PricingError`.
  static func find(_ product: Row, unit: Value, _ document: Document) throws -> Row? {
    let work = document.work
    let state = product["statecode"].intValue
    // It could be put on the line once; since then it was retired.
    if state == ProductStates.draft || state == ProductStates.retired { throw PricingError.invalidProduct }
    if let list = document.header.guid("_pricelevelid_value") {
      if let row = try work.row("pricelevel", list), row["statecode"] != 0 { throw PricingError.inactivePriceLevel }
      if let item = try item(list, product, unit, work) { return item }
    } else if work.organization.isPriceListMandatory {
      throw PricingError.missingPriceLevel
    }
    if let fallback = product["_pricelevelid_value"].guidValue, let list = try work.row("pricelevel", fallback),
      list["_transactioncurrencyid_value"] == .guid(document.currency.id), let item = try item(fallback, product, unit, work)
    {
      return item
    }
    if work.organization.isPriceListMandatory { throw PricingError.productNotInPriceLevel }
    return nil
  }

  /// The unit price; nothing without an item [sourced: PRICE].
  static func price(_ item: Row?, _ product: Row, _ document: Document) throws(PricingError) -> ExactDecimal {
    guard let item else { return .zero }
    let price = try PriceListPrice(item).price(
      list: product["price"].decimalValue, currentCost: product["currentcost"].decimalValue,
      standardCost: product["standardcost"].decimalValue, decimals: document.work.organization.pricingDecimals)
    try document.currency.check(price)
    return price
  }

  private static func item(_ list: GUID, _ product: Row, _ unit: Value, _ work: Work) throws -> Row? {
    try work.store.row(
      work.twin.model.schema("productpricelevel"), where: ["_productid_value", "_pricelevelid_value", "_uomid_value"],
      equal: [product["productid"], .guid(list), unit])
  }
}
