import EntityStore
import OData

/// A transaction currency: its precision decides how amounts are rounded, its rate is copied to rows.
struct Currency: Sendable {
  let id: GUID
  let code: String
  let decimals: Int
  /// Units of this currency for one unit of the base currency [sourced: D:transaction-currency-currency-entity].
  let rate: ExactDecimal
  /// Whether amounts in it are amounts in base currency: its rate is 1.
  var isBase: Bool { rate == 1 }

  init(_ row: Row) {
    id = row["transactioncurrencyid"].guidValue ?? .zero
    code = row["isocurrencycode"].stringValue ?? ""
    decimals = Int(row["currencyprecision"].intValue ?? 2)
    rate = row["exchangerate"].decimalValue ?? 1
  }
}
