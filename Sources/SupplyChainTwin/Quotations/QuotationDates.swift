import EntityStore
import OData

/// When a new quotation expires and is to be followed up, where the caller does not say: so many days from today as the company's
/// parameters have it, no date where they have none (supply-chain-odata.md 2.3; that the dates come from days in the parameters inferred).
struct QuotationDates {
  let context: CompanyContext

  func fill(_ record: inout Record) throws {
    guard record.isNew, let parameters = try context.find("SalesPriceParameter") else { return }
    for (column, days) in [
      ("SalesQuotationExpiryDate", "DaysUntilQuotationExpiry"), ("SalesQuotationFollowUpDate", "DaysUntilQuotationFollowUp"),
    ] where !record.isGiven(column) && parameters.integer(days) > 0 {
      record[column] = .timestamp(context.today.adding(seconds: parameters.integer(days) * 86_400))
    }
  }
}
