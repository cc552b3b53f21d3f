import EntityStore
import OData
import Twin

/// Makes a returned order of what was invoiced: an order of type ReturnItem whose lines are negative, at the prices and discounts of the
/// original ones. Its invoice is a credit note, a negative invoice among the others (supply-chain-odata.md 4.1, 7.8, inferred).
/// Answers the number of the returned order.
///
/// Parameter `lines`: `[{"LineCreationSequenceNumber": 1, "Quantity": 2}]`, with what comes back; everything that was invoiced and has not
/// come back yet without it. Charges and the total discount of the order are not credited (proposed).
struct CreateReturnOrder: BusinessOperation {
  private static let headerColumns = [
    "OrderingCustomerAccountNumber", "InvoiceCustomerAccountNumber", "CurrencyCode", "LanguageId", "ContactPersonId", "Email",
    "CustomersOrderReference", "SalesOrderOriginCode", "PaymentTermsName", "DeliveryModeCode", "DeliveryTermsCode",
    "DefaultShippingSiteId", "DefaultShippingWarehouseId", "SalesOrderName", "ArePricesIncludingSalesTax",
  ]
  private static let lineColumns = [
    "ProductNumber", "ProductName", "LineDescription", "SalesUnitSymbol", "ShippingSiteId", "ShippingWarehouseId",
  ]

  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("createReturnOrder", on: row, in: context)
    guard posting.header["SalesType"] != "ReturnItem" else {
      throw posting.refusal("Sales order \(posting.number) is a returned order itself.")
    }
    let parts = try ReturnedQuantities(parameters, posting: posting).parts
    let order = try context.create("CDSSalesOrderHeader", Self.headerColumns.map { ($0, posting.header[$0]) })
    try context.set(order, [("SalesType", "ReturnItem")])
    let rounding = try context.rounding(of: order.text("CurrencyCode"))
    for part in parts {
      let line = try context.create(
        "CDSSalesOrderLine",
        Self.lineColumns.map { ($0, part.line[$0]) } + [
          ("SalesOrderNumber", order["SalesOrderNumber"]), ("OrderedSalesQuantity", .decimal(-part.quantity)),
        ])
      try context.set(line, try amounts(part, rounding, order))
    }
    return .value(.string(order.text("SalesOrderNumber")), type: "Edm.String")
  }

  /// What a line of a return is worth: the original's price, and the part of its whole discount. It is written as it is: what prices are
  /// today is no matter.
  private func amounts(_ part: ReturnedQuantities.Part, _ rounding: CurrencyRounding, _ order: Row) throws -> [(String, Value)] {
    let line = part.line
    let discount = Share(before: part.before, after: part.before + part.quantity, of: line.number("OrderedSalesQuantity"))
      .part(of: line.number("TotalDiscountAmount"), rounding)
    let split = try DiscountSplit(discount: -discount, quantity: -part.quantity)
    let priceQuantity = line.number("SalesPriceQuantity")
    let gross = rounding.quotient(part.quantity * line.number("SalesPrice"), priceQuantity.isZero ? 1 : priceQuantity)
    return [
      ("SalesPrice", line["SalesPrice"]), ("SalesPriceQuantity", line["SalesPriceQuantity"]),
      ("LineDiscountAmount", .decimal(split.perUnit)), ("LineDiscountPercentage", 0), ("MultilineDiscountAmount", 0),
      ("MultilineDiscountPercentage", 0), ("FixedPriceCharges", .decimal(split.charge)), ("LineAmount", .decimal(discount - gross)),
      ("TotalDiscountAmount", .decimal(-discount)), ("IsPriceGiven", "Yes"), ("IsLineDiscountGiven", "Yes"),
      ("ReturnOfSalesOrderNumber", line["SalesOrderNumber"]), ("ReturnOfLineNumber", line["LineCreationSequenceNumber"]),
    ]
  }
}
