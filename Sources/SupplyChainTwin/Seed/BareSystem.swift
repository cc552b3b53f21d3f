import EntityStore
import OData

/// What a new environment holds before anybody sets it up: companies of the product's demo data, currencies, number
/// sequences (proposed).
struct BareSystem {
  let context: CompanyContext

  private struct Company {
    let id: String
    let name: String
    let country: String
    let currency: String
    let language: String
  }

  private static let companies = [
    Company(id: "USMF", name: "Contoso Entertainment System USA", country: "USA", currency: "USD", language: "en-us"),
    Company(id: "DEMF", name: "Contoso Entertainment System Germany", country: "DEU", currency: "EUR", language: "de"),
  ]

  private static let currencies = [("EUR", "Euro", "€"), ("USD", "US Dollar", "$")]

  /// Does nothing on a store that holds a company already.
  func seed() throws {
    guard try context.store.count(StoreQuery(context.schema("LegalEntity"))) == 0 else { return }
    for (code, name, symbol) in Self.currencies {
      try insert("Currency", [("CurrencyCode", .string(code)), ("Name", .string(name)), ("Symbol", .string(symbol))])
    }
    try NumberSequences(context: context).add(.party)
    try DataEntityList(context: context).fill()
    for company in Self.companies {
      try context.create(
        "LegalEntity",
        [
          ("LegalEntityId", .string(company.id)), ("Name", .string(company.name)), ("CompanyName", .string(company.name)),
          ("LanguageId", .string(company.language)), ("AddressCountryRegionId", .string(company.country)),
        ])
      try insert(
        "Ledger",
        [
          ("LegalEntityId", .string(company.id)), ("Name", .string(company.id)), ("AccountingCurrency", .string(company.currency)),
          ("ReportingCurrency", "USD"),
        ])
    }
  }

  private func insert(_ table: String, _ values: [(String, Value)]) throws {
    var record = context.newRecord(table)
    for (column, value) in values { record[column] = value }
    try context.save(record)
  }
}
