import OData
import Twin

/// Every money column has a companion `<name>_base`, read-only: the same amount in the organization's base currency, kept with
/// four decimals [sourced: ER:salesorderdetail]. They follow from the money columns, so no model file lists them.
enum BaseAmounts {
  static let suffix = "_base"
  /// Decimals kept.
  static let scale = 4
  /// What a money column can hold at most, either way [sourced: ER:salesorderdetail].
  static let limit: ExactDecimal = 922_337_203_685_477

  /// The companions of a table's money columns; none where rows have no currency.
  static func columns(of table: TableDefinition) -> [ColumnDefinition] {
    guard table.column("exchangerate") != nil, table.lookups.contains(where: { $0.name == "transactioncurrencyid" }) else { return [] }
    return table.columns.filter { isMoney($0) && table.column($0.name + suffix) == nil }.map { column in
      ColumnDefinition(
        name: column.name + suffix, type: .decimal, scale: scale, minimum: -limit, maximum: limit, canCreate: false, canUpdate: false,
        capability: column.capability, label: column.label.map { "\($0) (Base)" }, evidence: .sourced, source: "ER:salesorderdetail")
    }
  }

  /// Four decimals are what money has and nothing else.
  private static func isMoney(_ column: ColumnDefinition) -> Bool {
    column.type == .decimal && column.scale == scale && !column.isHidden && !column.name.hasSuffix(suffix)
  }

  /// The amount in base currency; a rate is what one unit of base currency is worth
  /// [sourced: D:transaction-currency-currency-entity].
  static func amount(_ amount: ExactDecimal, rate: ExactDecimal) -> ExactDecimal { amount.divided(by: rate, scale: scale) }
}
