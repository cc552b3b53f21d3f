import EntityStore
import OData

/// How a company prices sales documents: its row of `SalesPriceParameters`, or what holds without one.
struct PriceParameters {
  /// What becomes of a price that the client sends (supply-chain-odata.md 7.3: a price from Sales is a proposal; that a zero is filled and
  /// a price may be replaced is sourced for the successor of the templates, the rest proposed).
  enum GivenPrices: String {
    case keep = "Keep"
    /// A price of zero is taken for none.
    case fillZero = "FillZero"
    /// Prices are always the company's own, zero where it has none.
    case replace = "Replace"
  }

  let combination: DiscountCombination
  let givenPrices: GivenPrices
  /// Whether posting works out multiline and total discounts anew.
  let calculatesDiscountsOnPosting: Bool

  init(in context: CompanyContext) throws {
    let row = try context.find("SalesPriceParameter")
    combination = row.flatMap { DiscountCombination(rawValue: $0.text("DiscountCombination")) } ?? .sum
    givenPrices = row.flatMap { GivenPrices(rawValue: $0.text("GivenPricePolicy")) } ?? .keep
    calculatesDiscountsOnPosting = row?.isYes("IsTotalDiscountCalculatedOnPosting") ?? true
  }
}

extension CompanyContext {
  /// How amounts in a currency are rounded.
  func rounding(of currency: String) throws -> CurrencyRounding {
    guard let row = try findShared("Currency", .string(currency)) else { return .cents }
    return CurrencyRounding(unit: row.number("RoundingRuleSalesOrders"))
  }
}
