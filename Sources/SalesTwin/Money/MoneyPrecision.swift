/// To how many decimals a money column is rounded: its `PrecisionSource`.
enum MoneyPrecision: Hashable, Sendable {
  /// 2: as many as the row's currency has. What nearly all have [per column sourced: ER:*; meaning inferred].
  case currency
  /// 1: `organization.pricingdecimalprecision`. Unit prices, list prices and costs [sourced: ER:salesorderdetail,
  /// ER:productpricelevel, ER:product].
  case pricing
  /// 0: the column's own [seen on one column, sourced: ER:opportunity].
  case own(decimals: Int)

  static func of(_ column: String, in table: String) -> MoneyPrecision {
    switch (table, column) {
    case (_, "priceperunit"), ("productpricelevel", "amount"), ("product", "price"), ("product", "currentcost"),
      ("product", "standardcost"):
      .pricing
    case ("opportunity", "totallineitemdiscountamount"): .own(decimals: 2)
    default: .currency
    }
  }

  /// The number of `PrecisionSource` in the metadata.
  var source: Int {
    switch self {
    case .own: 0
    case .pricing: 1
    case .currency: 2
    }
  }

  func decimals(_ currency: Currency, _ organization: Organization) -> Int {
    switch self {
    case .currency: currency.decimals
    case .pricing: organization.pricingDecimals
    case .own(let decimals): decimals
    }
  }
}
