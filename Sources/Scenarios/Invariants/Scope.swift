import OData

/// Which rows each template must have brought over: the published filters, evaluated here from the rows themselves and not
/// by the engine that is being checked (data-integration.md 2.1 to 2.8, 3.5).
enum Scope {
  static let processingStatusActive: Int64 = 192_350_001

  static func account(_ row: SeenRow) -> Bool { hasText(row["accountnumber"]) }

  static func contactPerson(_ row: SeenRow) -> Bool {
    hasText(row["msdynce_contactnumber"]) && row["msdynce_isactivecustomer"]?.boolValue != true
      && row["msdynce_iscompanyanaccount"]?.boolValue == true
  }

  static func contactCustomer(_ row: SeenRow) -> Bool {
    hasText(row["msdynce_contactnumber"]) && row["msdynce_isactivecustomer"]?.boolValue == true
  }

  static func quote(_ row: SeenRow) -> Bool {
    row["statecode"]?.numberValue == 1 && row["msdynce_hasexternallymaintainedproductsonly"]?.boolValue == true
  }

  /// A quote that may have crossed and cannot have changed since: active, or won.
  static func crossedQuote(_ row: SeenRow) -> Bool {
    (row["statecode"]?.numberValue == 1 || row["statecode"]?.numberValue == 2)
      && row["msdynce_hasexternallymaintainedproductsonly"]?.boolValue == true
  }

  static func orderToSupplyChain(_ row: SeenRow) -> Bool {
    row["msdynce_processingstatus"]?.numberValue == ExactDecimal(processingStatusActive)
      && row["msdynce_hasexternallymaintainedproductsonly"]?.boolValue == true
  }

  static func orderToSales(_ row: SeenRow) -> Bool {
    let status = row["SalesOrderProcessingStatus"]?.stringValue ?? ""
    return row["OrderingCustomerIsExternallyMaintained"]?.stringValue == "Yes"
      && row["InvoiceCustomerIsExternallyMaintained"]?.stringValue == "Yes" && row["AreTotalsUpdated"]?.stringValue == "Yes"
      && !["", "None", "Active"].contains(status) && row["SalesOrderOriginType"]?.stringValue != "WorkOrderIntegration"
  }

  private static func hasText(_ json: JSON?) -> Bool { json?.stringValue.map { !$0.isEmpty } ?? false }
}
