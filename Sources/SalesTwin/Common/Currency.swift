import EntityStore
import OData

/// A transaction currency: its precision decides how amounts are rounded, its rate is copied to rows.
struct Currency: Sendable {
  let id: GUID
  let code: String
  let decimals: Int
  /// Units of this currency for one unit of the base currency [sourced: D:transaction-currency-currency-entity].
  let rate: ExactDecimal

  init(_ row: Row) {
    id = row["transactioncurrencyid"].guidValue ?? .zero
    code = row["isocurrencycode"].stringValue ?? ""
    decimals = Int(row["currencyprecision"].intValue ?? 2)
    rate = row["exchangerate"].decimalValue ?? 1
  }
}
