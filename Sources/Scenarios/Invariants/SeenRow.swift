import OData

/// A row as invariants see it: the columns that one of them looks at. Systems have hundreds, and a check reads every row.
struct SeenRow: Sendable {
  static let columns: Set<String> = Set(NothingDoubled.keyColumns + NothingLost.keyColumns + DocumentKind.all.flatMap(\.columns)).union([
    "AreTotalsUpdated", "InvoiceCustomerIsExternallyMaintained", "InvoiceHeaderTaxAmount", "LineAmount", "LineCreationSequenceNumber",
    "OrderHeaderTaxAmount", "OrderTotalAmount", "OrderTotalChargesAmount", "OrderingCustomerIsExternallyMaintained", "SalesOrderOriginType",
    "SalesOrderProcessingStatus", "SalesPrice", "TotalChargeAmount", "TotalInvoiceAmount", "dataAreaId", "extendedamount", "freightamount",
    "isproductoverridden", "manualdiscountamount", "msdynce_hasexternallymaintainedproductsonly", "msdynce_isactivecustomer",
    "msdynce_iscompanyanaccount", "msdynce_processingstatus", "priceperunit", "productdescription", "quantity", "revisionnumber",
    "sequencenumber", "statecode", "tax", "totalamount",
  ])

  private let values: JSONObject

  init(_ values: JSONObject) { self.values = values }

  subscript(_ column: String) -> JSON? {
    let value = values[column]
    assert(value != nil || Self.columns.contains(column), "'\(column)' is never read; it has to stand in SeenRow.columns")
    return value
  }

  /// What to ask of rows of a type: as much of that as its level has, and its key.
  static func select(_ type: EntityType) -> [String] {
    type.properties.map(\.name).filter { columns.contains($0) || type.key.contains($0) }
  }
}
