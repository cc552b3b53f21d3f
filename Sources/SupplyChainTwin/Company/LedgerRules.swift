import EntityStore

/// The accounting currency of a company is the currency of its sellable products (supply-chain-odata.md 7.1, sourced: S4).
struct LedgerRules: EntityRules {
  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws {
    guard before?["AccountingCurrency"] != row["AccountingCurrency"] else { return }
    let own = context.twin.context(context.session, company: row.text("LegalEntityId").lowercased())
    try SellableProducts(context: own).refreshAll()
  }
}
