import EntityStore
import OData
import Twin

/// The customer invoice journal: rows of the two externally maintained invoice entities (supply-chain-odata.md 2.5, 2.6).
/// Invoices of every customer are kept; only those whose customer comes from Sales are visible.
struct InvoiceJournal {
  private static let headerTable = "ExternallyMaintainedCustomerSalesInvoiceHeader"
  private static let lineTable = "ExternallyMaintainedCustomerSalesInvoiceLine"
  let context: CompanyContext

  /// - Returns: the invoice number.
  func write(_ order: Row, parts: [InvoicePart], charges: [DocumentTotals.Charge]) throws -> String {
    let numbers = NumberSequences(context: context)
    let number = try numbers.next(.salesInvoice)
    let voucher = try numbers.next(.invoiceVoucher)
    let totals = DocumentTotals(
      lines: parts.map(\.totals), charges: charges, headerDiscount: parts.reduce(.zero) { $0 + $1.headerDiscount })
    let key: [(String, Value)] = [
      ("dataAreaId", .string(context.company)), ("InvoiceNumber", .string(number)), ("InvoiceDate", .timestamp(context.today)),
      ("LedgerVoucher", .string(voucher)), ("CurrencyCode", order["CurrencyCode"]), ("SalesOrderNumber", order["SalesOrderNumber"]),
      ("InvoiceCustomerIsExternallyMaintained", order["InvoiceCustomerIsExternallyMaintained"]),
    ]
    try insert(Self.headerTable, key + header(order, totals))
    for (position, part) in parts.enumerated() { try insert(Self.lineTable, key + line(part, position: position + 1)) }
    return number
  }

  private func header(_ order: Row, _ totals: DocumentTotals) -> [(String, Value)] {
    let copied = [
      "InvoiceCustomerAccountNumber", "ContactPersonId", "CustomersOrderReference", "PaymentTermsName", "DeliveryModeCode",
      "DeliveryTermsCode", "SalesOrderOriginType", "InvoiceAddressStreet", "InvoiceAddressStreetNumber", "InvoiceAddressCity",
      "InvoiceAddressZipCode", "InvoiceAddressCountryRegionId", "InvoiceAddressCountryRegionISOCode",
    ].map { ($0, order[$0]) }
    return copied + [
      ("InvoiceAddressState", order["InvoiceAddressStateId"]),
      ("SalesOrderResponsiblePersonnelNumber", order["OrderResponsiblePersonnelNumber"]),
      ("TotalInvoiceAmount", .decimal(totals.total)), ("TotalTaxAmount", .decimal(totals.tax)),
      ("TotalChargeAmount", .decimal(totals.charges)), ("TotalDiscountAmount", .decimal(totals.discount)),
      ("InvoiceHeaderTaxAmount", .decimal(totals.headerTax)),
      // Maps to the header discount of the invoice in Sales (template-mappings.yaml).
      ("TotalDiscountCustomerGroupCode", .decimal(totals.headerDiscount)),
    ]
  }

  /// Lines are numbered per invoice (supply-chain-odata.md 7.9, inferred).
  private func line(_ part: InvoicePart, position: Int) throws -> [(String, Value)] {
    let line = part.line
    let confirmed =
      line["ConfirmedShippingDate"] == .timestamp(EmptyDate.moment) ? .timestamp(context.today) : line["ConfirmedShippingDate"]
    let description =
      line.text("LineDescription").isEmpty
      ? try context.find("ReleasedProductV2", line["ItemNumber"])?["ProductDescription"] ?? "" : line["LineDescription"]
    return [
      ("LineCreationSequenceNumber", context.has("lineNumbers") ? .int(Int64(position)) : 0),
      ("SalesOrderLineNumber", line["LineCreationSequenceNumber"]),
      ("ProductNumber", line["ProductNumber"]), ("ProductName", line["ProductName"]), ("ProductDescription", description),
      ("SalesUnitSymbol", line["SalesUnitSymbol"]), ("InvoicedQuantity", .decimal(part.quantity)), ("SalesPrice", line["SalesPrice"]),
      ("LineAmount", .decimal(part.net)), ("LineTotalDiscountAmount", .decimal(part.discount)), ("LineTotalTaxAmount", .decimal(part.tax)),
      ("LineTotalChargeAmount", .decimal(part.charges)),
      ("ConfirmedShippingDate", confirmed),
    ]
  }

  private func insert(_ table: String, _ values: [(String, Value)]) throws {
    var record = context.newRecord(table)
    for (column, value) in values { record[column] = value }
    try context.save(record)
  }
}
