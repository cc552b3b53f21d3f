import OData
import Twin

/// Where a table keeps its money, by position: the amounts with their companions in base currency, the currency and its rate.
struct MoneyColumns: Sendable {
  struct Amount: Sendable {
    let position: Int
    let base: Int
    let precision: MoneyPrecision
  }

  let amounts: [Amount]
  let currency: Int
  let rate: Int
  /// Whether rows have a currency at all.
  let isThere: Bool

  init(_ table: TableDefinition) {
    let positions = Dictionary(table.columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    // The columns of lookups stand behind the others, one or two each.
    var position = table.columns.count
    var currency: Int?
    for lookup in table.lookups {
      if lookup.name == "transactioncurrencyid" { currency = position }
      position += lookup.typeColumn == nil ? 1 : 2
    }
    self.currency = currency ?? 0
    rate = positions["exchangerate"] ?? 0
    isThere = currency != nil && positions["exchangerate"] != nil
    guard isThere else {
      amounts = []
      return
    }
    amounts = table.columns.enumerated().compactMap { position, column in
      guard column.type == .decimal, let base = positions[column.name + BaseAmounts.suffix] else { return nil }
      return Amount(position: position, base: base, precision: .of(column.name, in: table.name))
    }
  }
}
