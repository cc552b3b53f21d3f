import EntityStore
import OData

extension CompanyContext {
  /// The company's own currency.
  func accountingCurrency() throws -> String {
    try findShared("Ledger", .string(company))?.text("AccountingCurrency") ?? ""
  }

  func legalEntity() throws -> Row? { try findShared("LegalEntity", .string(company)) }
}
