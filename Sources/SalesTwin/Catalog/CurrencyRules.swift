import EntityStore
import OData
import Twin

/// Currencies: one row per code, never a rate of zero [sourced: ERR, BCSIM].
struct CurrencyRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    guard let code = record.text("isocurrencycode") else {
      throw work.twin.errors.requiredMissing(column: "isocurrencycode", table: record.table)
    }
    if try work.store.row(record.schema, where: ["isocurrencycode"], equal: [.string(code)]) != nil {
      throw SalesErrors.duplicateCurrency
    }
    record.set("currencyname", record["currencyname"].isNull ? .string(code) : record["currencyname"])
    record.set("currencysymbol", record["currencysymbol"].isNull ? .string(code) : record["currencysymbol"])
    return try work.createPlain(&record)
  }
}
