import EntityStore
import OData
import Twin

extension Work {
  /// Brings the amounts that are about to be written to the decimals their columns have.
  func roundMoney(_ record: inout Record, _ currency: Currency) {
    for amount in twin.moneyColumns(of: record.table).amounts {
      guard record.isNew || record.writes(at: amount.position), let value = record[at: amount.position].decimalValue else { continue }
      let decimals = amount.precision.decimals(currency, organization)
      if value.scale > decimals { record[at: amount.position] = .decimal(value.rounded(to: decimals)) }
    }
  }

  /// What every row with money gets when it is written: rounded amounts, its currency's rate of the moment, and every amount in
  /// base currency. The rate is copied when the row is created, when an amount or the currency is written, and at no other
  /// time: a new rate of the currency leaves the rows as they are [inferred].
  /// - Throws: the refusal of an amount that the base currency's column cannot hold.
  func settleMoney(_ record: inout Record) throws {
    let money = twin.moneyColumns(of: record.table)
    guard money.isThere, let id = record[at: money.currency].guidValue else { return }
    let isTouched = record.writes(at: money.currency) || money.amounts.contains { record.writes(at: $0.position) }
    guard record.isNew || isTouched else { return }
    let currency = try currency(id)
    roundMoney(&record, currency)
    let isNewRate = record[at: money.rate] != .decimal(currency.rate)
    if isNewRate { record[at: money.rate] = .decimal(currency.rate) }
    for amount in money.amounts where isNewRate || record.isNew || record.writes(at: amount.position) {
      guard let value = record[at: amount.position].decimalValue else {
        if !record[at: amount.base].isNull { record[at: amount.base] = .null }
        continue
      }
      let base = currency.isBase ? value : BaseAmounts.amount(value, rate: currency.rate)
      guard base.magnitude <= BaseAmounts.limit else {
        throw twin.errors.outOfRange(column: record.table.columns[amount.base], table: record.table)
      }
      record[at: amount.base] = .decimal(base)
    }
  }
}
