import EntityStore
import OData
import PlantedBugs
import Twin

/// Confirms a quotation: makes the sales order and links the two (supply-chain-odata.md 7.3, fields sourced: S1, behaviour
/// inferred). The expiry date is for people to see: it stops nobody (proposed). Lines keep their creation sequence numbers.
/// Answers the order's number.
struct ConfirmQuotation: BusinessOperation {
  private static let headerColumns = [
    "InvoiceCustomerAccountNumber", "CurrencyCode", "LanguageId", "ContactPersonId", "Email", "URL", "CustomerRequisitionNumber",
    "SalesOrderOriginCode", "PaymentTermsName", "CashDiscountCode", "PriceCustomerGroupCode", "DeliveryModeCode", "DeliveryTermsCode",
    "DefaultShippingSiteId", "DefaultShippingWarehouseId", "RequestedShippingDate", "TotalDiscountPercentage", "ArePricesIncludingSalesTax",
    "LineDiscountCustomerGroupCode", "MultilineDiscountCustomerGroupCode", "TotalDiscountCustomerGroupCode",
  ]
  private static let lineColumns = [
    "LineCreationSequenceNumber", "ProductNumber", "ProductName", "LineDescription", "ExternalItemNumber", "SalesUnitSymbol",
    "ShippingSiteId", "ShippingWarehouseId", "SalesPrice", "SalesPriceQuantity", "LineDiscountAmount", "LineDiscountPercentage",
    "MultilineDiscountAmount", "MultilineDiscountPercentage", "FixedPriceCharges", "AllowedOverdeliveryPercentage",
    "AllowedUnderdeliveryPercentage", "RequestedShippingDate", "RequestedReceiptDate", "DeliveryModeCode", "DeliveryTermsId",
  ]

  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let step = try QuotationStep("confirm", on: row, in: context)
    let lines = try step.someLines()
    let quotation = step.header
    let order = try context.create(
      "CDSSalesOrderHeader",
      copy(Self.headerColumns, from: quotation) + copy(addressColumns(quotation, in: context), from: quotation) + [
        ("OrderingCustomerAccountNumber", quotation["RequestingCustomerAccountNumber"]),
        ("SalesOrderName", quotation["SalesQuotationName"]),
        ("CustomersOrderReference", quotation["CustomersReference"]), ("RequestedReceiptDate", quotation["ReceiptDateRequested"]),
        ("QuotationNumber", quotation["SalesQuotationNumber"]), ("TotalDiscountAmount", quotation["EnteredDiscountAmount"]),
      ])
    for line in lines {
      try context.create(
        "CDSSalesOrderLine",
        copy(Self.lineColumns.filter { !PlantedBug.quotedDiscountLost.isOn || !$0.contains("Discount") }, from: line) + [
          ("SalesOrderNumber", order["SalesOrderNumber"]), ("OrderedSalesQuantity", line["RequestedSalesQuantity"]),
        ])
    }
    try copyCharges(of: quotation, to: order, in: context)
    try step.finish(
      [("GeneratedSalesOrderNumber", order["SalesOrderNumber"]), ("SalesQuotationConfirmationDate", .timestamp(context.today))])
    return .value(.string(order.text("SalesOrderNumber")), type: "Edm.String")
  }

  private func copyCharges(of quotation: Row, to order: Row, in context: CompanyContext) throws {
    for (from, to) in [
      (DocumentKind.quotation.headerChargeTable, DocumentKind.order.headerChargeTable),
      (DocumentKind.quotation.lineChargeTable, DocumentKind.order.lineChargeTable),
    ] {
      let charges = try context.rows(
        from, where: ["SalesQuotationNumber"], equal: [quotation["SalesQuotationNumber"]], orderBy: ["ChargeLineNumber"])
      let columns = context.definition(to).columns.map(\.name).filter { $0 != "SalesOrderNumber" && $0 != "dataAreaId" }
      for charge in charges { try context.create(to, copy(columns, from: charge) + [("SalesOrderNumber", order["SalesOrderNumber"])]) }
    }
  }

  private func copy(_ columns: [String], from row: Row) -> [(String, Value)] { columns.map { ($0, row[$0]) } }

  /// The address columns that both documents have under the same name.
  private func addressColumns(_ quotation: Row, in context: CompanyContext) -> [String] {
    let order = context.schema("CDSSalesOrderHeader")
    return quotation.table.columns.map(\.name).filter { name in
      (name.hasPrefix("DeliveryAddress") || name.hasPrefix("InvoiceAddress")) && order.index(of: name) != nil
    }
  }
}
