import OData
import Testing

/// What tests of amounts ask a company for, again and again.
extension TestCompany {
  static let customer = "ACC-01000-BVRCPS"

  /// An order without lines.
  func order(_ number: String, _ values: JSONObject = [:]) throws {
    var body: JSONObject = ["SalesOrderNumber": .string(number), "OrderingCustomerAccountNumber": .string(Self.customer)]
    for member in values.members { body[member.name] = member.value }
    try post("CDSSalesOrderHeaders", .object(body))
  }

  /// A line as it is once it is there.
  @discardableResult
  func line(_ order: String, quantity: ExactDecimal, _ values: JSONObject = [:]) throws -> JSON {
    var body: JSONObject = ["SalesOrderNumber": .string(order), "ProductNumber": "D0001", "OrderedSalesQuantity": .number(quantity)]
    for member in values.members { body[member.name] = member.value }
    return try post("CDSSalesOrderLines", .object(body))
  }

  /// The order with its totals calculated.
  func calculated(_ order: String) throws -> JSON {
    try act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    return try get(TestCompany.order(order))
  }

  /// Invoices of an order, by number.
  func invoices(_ order: String) throws -> [JSON] {
    try rows("ExternallyMaintainedCustomerSalesInvoiceHeaders?$filter=SalesOrderNumber eq '\(order)'&$orderby=InvoiceNumber")
  }

  /// Invoices so much of the first line.
  func invoice(_ order: String, _ quantity: ExactDecimal) throws {
    try act(
      "postInvoice", on: TestCompany.order(order), ["lines": [["LineCreationSequenceNumber": 1, "Quantity": .number(quantity)]]])
  }
}
