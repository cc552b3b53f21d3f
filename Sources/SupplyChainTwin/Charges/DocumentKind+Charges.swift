extension DocumentKind {
  private var isOrder: Bool { headerTable == DocumentKind.order.headerTable }
  var headerChargeTable: String { isOrder ? "SalesOrderHeaderCharge" : "SalesQuotationHeaderCharge" }
  var lineChargeTable: String { isOrder ? "SalesOrderLineCharge" : "SalesQuotationLineCharge" }
  /// What the columns of the header's totals begin with.
  var totalsPrefix: String { isOrder ? "Order" : "Quotation" }
}
