/// Orders and quotations follow the same rules under different names; this is where the names differ
/// (supply-chain-odata.md 2.1 to 2.4, traps sourced: S1).
struct DocumentKind: Sendable {
  let headerTable: String
  let lineTable: String
  /// The number of the document, on header and line.
  let number: String
  let name: String
  let customer: String
  let quantity: String
  let receiptDate: String
  /// What says that the totals of the document are calculated.
  let headerFlag: String
  let lineFlags: [String]
  let status: String
  /// Statuses in which the document can be changed.
  let openStatuses: Set<String>
  let numberSequence: NumberSequences.Code
  let formattedDeliveryAddress: String
  /// Columns every line repeats from its header.
  let repeatedOnLines: [String]

  static let order = DocumentKind(
    headerTable: "CDSSalesOrderHeader", lineTable: "CDSSalesOrderLine", number: "SalesOrderNumber", name: "SalesOrderName",
    customer: "OrderingCustomerAccountNumber", quantity: "OrderedSalesQuantity", receiptDate: "RequestedReceiptDate",
    headerFlag: "AreTotalsUpdated", lineFlags: ["AreTotalsCalculated", "AreSalesOrderTotalsUpdated"], status: "SalesOrderStatus",
    openStatuses: [OrderStatus.none.rawValue, OrderStatus.backorder.rawValue, OrderStatus.delivered.rawValue],
    numberSequence: .salesOrder, formattedDeliveryAddress: "FormattedDelveryAddress",
    repeatedOnLines: [
      "CurrencyCode", "SalesTaxGroupCode", "SalesOrderProcessingStatus", "SalesOrderOriginType", "OrderingCustomerIsExternallyMaintained",
      "InvoiceCustomerIsExternallyMaintained",
    ])

  static let quotation = DocumentKind(
    headerTable: "CDSSalesQuotationHeader", lineTable: "CDSSalesQuotationLine", number: "SalesQuotationNumber", name: "SalesQuotationName",
    customer: "RequestingCustomerAccountNumber", quantity: "RequestedSalesQuantity", receiptDate: "ReceiptDateRequested",
    headerFlag: "AreTotalsCalculated", lineFlags: ["AreTotalsCalculated"], status: "SalesQuotationStatus",
    openStatuses: Set(QuotationLifeCycle.editable.map(\.rawValue)), numberSequence: .salesQuotation,
    formattedDeliveryAddress: "FormattedDeliveryAddress",
    repeatedOnLines: ["CurrencyCode", "SalesTaxGroupCode", "SalesQuotationStatus"])
}
