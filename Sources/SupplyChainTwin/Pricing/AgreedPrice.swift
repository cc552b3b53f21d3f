import EntityStore
import OData

/// The price that trade agreements give for a line, else the base price of the product (supply-chain-odata.md 7.4; the search sourced as
/// with `AgreementSearch`). Where a row says that the search goes on, a lower price further on wins.
struct AgreedPrice {
  let price: ExactDecimal
  /// The price is for so many units.
  let priceQuantity: ExactDecimal
  /// Price charges, once a line.
  let charges: ExactDecimal

  /// - Parameters:
  ///   - unit: the unit of the line. Prices agreed for another unit count where it can be converted; those for the unit itself come
  ///     first (inferred).
  ///   - quantity: further from zero is more, also on returns.
  static func find(
    _ product: SaleProduct, unit: String, quantity: ExactDecimal, site: String, warehouse: String, search: AgreementSearch,
    in context: CompanyContext
  ) throws -> AgreedPrice {
    let rows = try context.rows("SalesPriceAgreement", where: ["ItemNumber"], equal: [product.item["ItemNumber"]])
    if !rows.isEmpty {
      let place = (site: site, warehouse: warehouse)
      if let agreed = try agreed(rows, product, unit: unit, quantity: quantity, place: place, search: search, in: context) { return agreed }
      // Agreements in another currency count where they say so and there is a rate, after those in the document's (sourced: the concept
      // paper on trade agreements).
      var generic = search
      generic.isGeneric = true
      if let agreed = try agreed(rows, product, unit: unit, quantity: quantity, place: place, search: generic, in: context) {
        return agreed
      }
    }
    let factor = try UnitConversions(context: context).factor(unit, product.salesUnit) ?? .one
    // Base prices are in the company's own currency; without a rate the figure is taken as it is (proposed).
    let rate = try ExchangeRates(context: context).factor(try context.accountingCurrency(), search.currency) ?? .one
    return AgreedPrice(
      price: rate.convert(factor.convert(product.price, scale: 6), scale: 6), priceQuantity: product.item.number("SalesPriceQuantity"),
      charges: rate.convert(product.item.number("SalesPriceChargesAmount"), scale: 6))
  }

  private static func agreed(
    _ rows: [Row], _ product: SaleProduct, unit: String, quantity: ExactDecimal, place: (site: String, warehouse: String),
    search: AgreementSearch, in context: CompanyContext
  ) throws -> AgreedPrice? {
    let conversions = UnitConversions(context: context)
    let rates = ExchangeRates(context: context)
    let wanted = search.sorted(rows, item: product.item.text("ItemNumber")).filter {
      matches($0, "ProductNumber", product.number) && matches($0, "PriceSiteId", place.site)
        && matches($0, "PriceWarehouseId", place.warehouse)
    }
    for ownUnit in [true, false] {
      var best: AgreedPrice?
      for row in wanted {
        let agreed = row.text("QuantityUnitySymbol").isEmpty ? product.salesUnit : row.text("QuantityUnitySymbol")
        guard agreed.equalsIgnoringASCIICase(unit) == ownUnit, let factor = try conversions.factor(unit, agreed),
          search.reaches(row, factor.convert(quantity.magnitude, scale: 6)),
          let rate = search.isGeneric ? try rates.factor(row.text("PriceCurrencyCode"), search.currency) : .one
        else { continue }
        let candidate = AgreedPrice(
          price: rate.convert(factor.convert(row.number("Price"), scale: 6), scale: 6), priceQuantity: row.number("SalesPriceQuantity"),
          charges: rate.convert(row.number("FixedPriceCharges"), scale: 6))
        if best.map({ candidate.perUnit < $0.perUnit }) ?? true { best = candidate }
        if !row.isYes("WillSearchContinue") { break }
      }
      if let best { return best }
    }
    return nil
  }

  private var perUnit: ExactDecimal { priceQuantity.isZero ? price : price.divided(by: priceQuantity, scale: 12) }

  /// A column that is empty holds for everything.
  private static func matches(_ row: Row, _ column: String, _ value: String) -> Bool {
    row.text(column).isEmpty || row.text(column).equalsIgnoringASCIICase(value)
  }
}
