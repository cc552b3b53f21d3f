/// Which rules each entity is under. Entities that are not listed are plain set-up tables.
enum EntityRuleTable {
  static let all: [String: any EntityRules] = [
    "LegalEntity": LegalEntityRules(),
    "Ledger": LedgerRules(),
    "CustomerV2": CustomerRules(),
    "CDSContactPerson": ContactPersonRules(),
    "ReleasedProductV2": ReleasedProductRules(),
    "ReleasedProductVariantV2": ReleasedProductVariantRules(),
    "UnitOfMeasure": UnitRules(),
    "UnitOfMeasureConversion": UnitRules(),
    "CDSSalesOrderHeader": OrderHeaderRules(),
    "CDSSalesOrderLine": DocumentLineRules(kind: .order),
    "SalesOrderHeaderCharge": HeaderChargeRules(),
    "CDSSalesQuotationHeader": QuotationHeaderRules(),
    "CDSSalesQuotationLine": DocumentLineRules(kind: .quotation),
  ]
}
