import OData
import SupplyChainTwin
import Testing

@Suite("Changes of orders")
struct OrderChangeTests {
  private let order = TestCompany.order("ORD-1")
  private let line = TestCompany.line("ORD-1", 1)

  /// Three units at 100.00 each, confirmed.
  private func company() throws -> TestCompany {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    try company.act("confirm", on: order)
    return company
  }

  private func status(_ company: TestCompany) throws -> [String?] {
    let header = try company.get(order)
    return [header.text("SalesOrderStatus"), header.text("SalesOrderProcessingStatus")]
  }

  private func deliver(_ company: TestCompany, _ quantity: ExactDecimal) throws {
    try company.act("postPackingSlip", on: order, ["lines": [["LineCreationSequenceNumber": 1, "Quantity": .number(quantity)]]])
  }

  @Test("A confirmed order takes new quantities, prices and lines, stays Confirmed and can be confirmed again")
  func afterConfirmation() throws {
    let company = try company()
    try company.patch(line, ["OrderedSalesQuantity": 5])
    try company.patch(line, ["OrderedSalesQuantity": 2, "SalesPrice": 90])
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    #expect(try status(company) == ["Backorder", "Confirmed"])
    try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    // 180.00 and 100.00, 8 % on both
    #expect(try company.get(order).number("OrderTotalAmount") == decimal("302.40"))
    try company.act("confirm", on: order)
    #expect(try status(company) == ["Backorder", "Confirmed"])
    #expect(try company.get(order).text("AreTotalsUpdated") == "No")
  }

  @Test("More of a delivered line, or another line, opens the order again; less ends it")
  func reopened() throws {
    let company = try company()
    try deliver(company, 2)
    #expect(try status(company) == ["Backorder", "PartiallyDelivered"])
    try company.patch(line, ["OrderedSalesQuantity": 2])
    #expect(try status(company) == ["Delivered", "Delivered"])
    #expect(try company.get(line).text("SalesOrderLineStatus") == "Delivered")
    try company.patch(line, ["OrderedSalesQuantity": 4])
    #expect(try status(company) == ["Backorder", "PartiallyDelivered"])
    try deliver(company, 2)
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    #expect(try status(company) == ["Backorder", "PartiallyDelivered"])
    #expect(try company.get(line).text("SalesOrderProcessingStatus") == "PartiallyDelivered")
    #expect(company.send(.delete, TestCompany.line("ORD-1", 2)).status == 204)
    #expect(try status(company) == ["Delivered", "Delivered"])
    #expect(try company.get(line).text("SalesOrderProcessingStatus") == "Delivered")
  }

  @Test("The quantity stays above what is delivered, and product and unit of a picked line stay", arguments: [false, true])
  func limits(delivered: Bool) throws {
    let company = try company()
    try company.product("D0002")
    try company.act("postPickingList", on: order, ["lines": [["LineCreationSequenceNumber": 1, "Quantity": 1]]])
    if delivered { try deliver(company, 2) }
    #expect(company.send(.patch, line, ["OrderedSalesQuantity": 1]).status == (delivered ? 400 : 204))
    #expect(company.send(.patch, line, ["OrderedSalesQuantity": -3]).status == 400)
    let response = company.send(.patch, line, ["ProductNumber": "D0002"])
    #expect(response.infolog?.contains("its product and unit stay") == true, "\(response.text)")
  }

  @Test(
    "A line can be deleted until it is picked, delivered or invoiced", arguments: ["postPickingList", "postPackingSlip", "postInvoice"])
  func deletion(action: String) throws {
    let company = try company()
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    try company.act(action, on: order, ["lines": [["LineCreationSequenceNumber": 1, "Quantity": 1]]])
    #expect(company.send(.delete, line).status == 400)
    #expect(company.send(.delete, TestCompany.line("ORD-1", 2)).status == 204)
  }

  @Test("Deleting the only line that is left leaves the others to decide the status")
  func deletedRest() throws {
    let company = try company()
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    try company.act("postInvoice", on: order, ["lines": [["LineCreationSequenceNumber": 1]]])
    #expect(try status(company) == ["Backorder", "PartiallyInvoiced"])
    #expect(company.send(.delete, TestCompany.line("ORD-1", 2)).status == 204)
    #expect(try status(company) == ["Invoiced", "Invoiced"])
  }

  @Test(
    "An invoiced or cancelled line takes no changes while the rest of its order does", arguments: ["postInvoice", "updateDeliverRemainder"])
  func closedLine(action: String) throws {
    let company = try company()
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    if action == "postInvoice" {
      try company.act(action, on: order, ["lines": [["LineCreationSequenceNumber": 1]]])
    } else {
      try company.act(action, on: line)
    }
    let response = company.send(.patch, line, ["SalesPrice": 1])
    #expect(response.infolog?.contains("and cannot be changed") == true, "\(response.text)")
    try company.patch(TestCompany.line("ORD-1", 2), ["SalesPrice": 1])
  }

  @Test("A closed order gives up no lines", arguments: ["postInvoice", "cancel"])
  func closedOrder(action: String) throws {
    let company = try company()
    try company.act(action, on: order)
    #expect(company.send(.delete, line).status == 400)
  }

  @Test("A price changed between two invoices is the price of the second one only")
  func priceBetweenInvoices() throws {
    let company = try company()
    try company.act("postInvoice", on: order, ["lines": [["LineCreationSequenceNumber": 1, "Quantity": 1]]])
    try company.patch(line, ["SalesPrice": 90])
    try company.act("postInvoice", on: order)
    let lines = try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines?$orderby=InvoiceNumber")
    #expect(lines.map { $0.number("LineAmount") } == [100, 180])
  }

  @Test("An order is deleted until a part of it is delivered, cancelled orders too")
  func deletedOrder() throws {
    let company = try company()
    try company.act("postPickingList", on: order)
    try company.act("cancel", on: order)
    #expect(company.send(.delete, order).status == 204)
    try company.orderWithLine("ORD-2")
    try company.act("postPackingSlip", on: TestCompany.order("ORD-2"))
    #expect(company.send(.delete, TestCompany.order("ORD-2")).status == 400)
  }

  @Test("Dates, promising method and hold switches of an order are kept as they are given")
  func promising() throws {
    let company = try company()
    try company.patch(
      line,
      ["ConfirmedShippingDate": "2018-05-01T12:00:00Z", "SalesOrderPromisingMethod": "ATP", "ConfirmedReceiptDate": "2018-05-04T12:00:00Z"])
    try company.act("postInvoice", on: order)
    let row = try company.get(line)
    #expect(row.text("ConfirmedShippingDate") == "2018-05-01T12:00:00Z")
    #expect(row.text("ConfirmedReceiptDate") == "2018-05-04T12:00:00Z")
    #expect(row.text("SalesOrderPromisingMethod") == "ATP")
    #expect(
      try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines").map { $0.text("ConfirmedShippingDate") } == ["2018-05-01T12:00:00Z"]
    )
  }
}
