/// Which rules each entity is under. Entities that are not listed are plain set-up tables.
enum EntityRuleTable {
  static let all: [String: any EntityRules] = [
    "LegalEntity": LegalEntityRules(),
    "Ledger": LedgerRules(),
    "CustomerV2": CustomerRules(),
    "CDSContactPerson": ContactPersonRules(),
    "Prospect": ProspectRules(),
    "DimensionSet": DimensionSetRules(),
    "ReleasedProductV2": ReleasedProductRules(),
    "ReleasedProductVariantV2": ReleasedProductVariantRules(),
    "UnitOfMeasure": UnitRules(),
    "UnitOfMeasureConversion": UnitRules(),
    "CDSSalesOrderHeader": OrderHeaderRules(),
    "CDSSalesOrderLine": DocumentLineRules(kind: .order),
    "SalesOrderHeaderCharge": ChargeRules(kind: .order, isOnLine: false),
    "SalesOrderLineCharge": ChargeRules(kind: .order, isOnLine: true),
    "SalesQuotationHeaderCharge": ChargeRules(kind: .quotation, isOnLine: false),
    "SalesQuotationLineCharge": ChargeRules(kind: .quotation, isOnLine: true),
    "SalesPriceAgreement": TradeAgreementRules(table: "SalesPriceAgreement", columns: .price),
    "SalesLineDiscountAgreement": TradeAgreementRules(table: "SalesLineDiscountAgreement", columns: .line),
    "SalesMultiLineDiscountAgreement": TradeAgreementRules(table: "SalesMultiLineDiscountAgreement", columns: .multiline),
    "SalesTotalDiscountAgreement": TradeAgreementRules(table: "SalesTotalDiscountAgreement", columns: .total),
    "BatchJob": BatchJobRules(),
    "CDSSalesQuotationHeader": QuotationHeaderRules(),
    "CDSSalesQuotationLine": DocumentLineRules(kind: .quotation),
  ]
}
