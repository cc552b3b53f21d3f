import EntityStore
import OData
import SupplyChainTwin
import Testing

@Suite struct PostingTests {
  private func status(_ company: TestCompany) throws -> String? {
    try company.get(TestCompany.order("ORD-1")).text("SalesOrderProcessingStatus")
  }

  /// Why an action is refused; `nil` where it is not.
  private func refusal(_ company: TestCompany, _ action: String) -> String? {
    company.send(.post, "\(TestCompany.order("ORD-1"))/Microsoft.Dynamics.DataEntities.\(action)", [:]).infolog
  }

  private func part(_ quantity: String) -> JSON {
    ["lines": [["LineCreationSequenceNumber": 1, "Quantity": .number(decimal(quantity))]]]
  }

  @Test("Part by part an order goes through every status, and a later confirmation does not move it back")
  func parts() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    let order = TestCompany.order("ORD-1")
    try company.act("confirm", on: order)
    try company.act("postPickingList", on: order, part("1"))
    #expect(try status(company) == "Picked")
    try company.act("postPackingSlip", on: order, part("1"))
    #expect(try status(company) == "PartiallyDelivered")
    try company.act("postInvoice", on: order, part("1"))
    #expect(try status(company) == "PartiallyInvoiced")
    try company.act("confirm", on: order)
    #expect(try status(company) == "PartiallyInvoiced")
    try company.act("postPackingSlip", on: order)
    #expect(try status(company) == "PartiallyInvoiced")
    #expect(try company.get(order).text("SalesOrderStatus") == "Delivered")
    try company.act("postInvoice", on: order)
    #expect(try status(company) == "Invoiced")
    #expect(try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders").count == 2)
  }

  @Test("A packing slip is cancelled as far as it is not invoiced, a picking list as far as it is not delivered")
  func takenBack() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    let order = TestCompany.order("ORD-1")
    let line = TestCompany.line("ORD-1", 1)
    #expect(refusal(company, "cancelPackingSlip")?.contains("nothing delivered and not invoiced") == true)
    try company.act("postPickingList", on: order)
    try company.act("postPackingSlip", on: order, part("2"))
    try company.act("postInvoice", on: order, part("1"))
    try company.act("cancelPickingList", on: order)
    try company.act("cancelPackingSlip", on: order)
    #expect(try status(company) == "PartiallyInvoiced")
    #expect(refusal(company, "cancelPackingSlip")?.contains("nothing delivered and not invoiced") == true)
    #expect(refusal(company, "cancelPickingList") == nil)
    #expect(refusal(company, "cancelPickingList")?.contains("nothing picked and not delivered") == true)
    #expect(try company.get(line).text("SalesOrderLineStatus") == "Backorder")
    // What was taken back can be delivered and invoiced again; nothing is counted twice.
    try company.act("postPackingSlip", on: order)
    try company.act("postInvoice", on: order)
    #expect(try status(company) == "Invoiced")
    let invoices = try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines")
    #expect(invoices.reduce(ExactDecimal.zero) { $0 + ($1.number("InvoicedQuantity") ?? .zero) } == decimal("3"))
  }

  @Test("Newer levels tell a delivered order that is invoiced in part")
  func deliveredPartiallyInvoiced() throws {
    let company = try TestCompany(SupplyChainConfiguration(level: "10.0"))
    try company.orderWithLine("ORD-1")
    try company.act("postPackingSlip", on: TestCompany.order("ORD-1"))
    try company.act("postInvoice", on: TestCompany.order("ORD-1"), part("2"))
    #expect(try status(company) == "DeliveredPartiallyInvoiced")
  }

  @Test("All invoices of an order together are the order to the cent, charges on the first one")
  func shares() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1", discount: 10)
    try company.post(
      "SalesOrderHeaderCharges", ["SalesOrderNumber": "ORD-1", "FixedChargeAmount": 25, "SalesTaxItemGroupCode": "CHARGES"])
    for quantity in ["1", "1", "1"] { try company.act("postInvoice", on: TestCompany.order("ORD-1"), part(quantity)) }
    let invoices = try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders?$orderby=InvoiceNumber")
    #expect(invoices.map { $0.text("InvoiceNumber") } == ["CIV-000001", "CIV-000002", "CIV-000003"])
    // 290.00 in thirds: 96.67, 193.33, 290.00; tax 23.20: 7.73, 15.47, 23.20
    #expect(invoices.map { $0.number("TotalInvoiceAmount") } == [decimal("131.40"), decimal("104.40"), decimal("104.40")])
    #expect(invoices.map { $0.number("TotalChargeAmount") } == [25, 0, 0])
    #expect(invoices.map { $0.number("InvoiceHeaderTaxAmount") } == [2, 0, 0])
    #expect(try status(company) == "Invoiced")
  }

  @Test("More than what is left cannot be posted")
  func tooMuch() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    let address = "\(TestCompany.order("ORD-1"))/Microsoft.Dynamics.DataEntities.postPackingSlip"
    for quantity in ["4", "0", "-1"] { #expect(company.send(.post, address, part(quantity)).status == 400) }
    try company.act("postPackingSlip", on: TestCompany.order("ORD-1"))
    let response = company.send(.post, address)
    #expect(
      response.infolog
        == "Exception occurred while executing action postPackingSlip on Entity CDSSalesOrderHeader: "
        + "Sales order ORD-1 has nothing left to deliver."
    )
  }

  @Test("An order without lines cannot be confirmed")
  func noLines() throws {
    let company = try TestCompany()
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-1", "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    #expect(
      company.send(.post, "\(TestCompany.order("ORD-1"))/Microsoft.Dynamics.DataEntities.confirm").infolog?.hasSuffix("has no lines.")
        == true)
  }

  @Test("An invoiced order takes no more changes, lines or postings")
  func closed() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    let order = TestCompany.order("ORD-1")
    try company.act("postInvoice", on: order)
    #expect(company.send(.patch, order, ["CustomersOrderReference": "x"]).status == 400)
    #expect(company.send(.patch, TestCompany.line("ORD-1", 1), ["SalesPrice": 1]).status == 400)
    #expect(company.send(.post, "CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"]).status == 400)
    for action in ["confirm", "postPickingList", "postPackingSlip", "postInvoice", "cancel"] {
      #expect(company.send(.post, "\(order)/Microsoft.Dynamics.DataEntities.\(action)").status == 400)
    }
  }

  @Test("Cancelling is for orders of which nothing is delivered")
  func cancel() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    try company.act("confirm", on: TestCompany.order("ORD-1"))
    try company.act("cancel", on: TestCompany.order("ORD-1"))
    #expect(try status(company) == "Canceled")
    #expect(try company.get(TestCompany.line("ORD-1", 1)).text("SalesOrderLineStatus") == "Canceled")
    try company.orderWithLine("ORD-2")
    try company.act("postPackingSlip", on: TestCompany.order("ORD-2"), part("1"))
    #expect(company.send(.post, "\(TestCompany.order("ORD-2"))/Microsoft.Dynamics.DataEntities.cancel").status == 400)
  }

  @Test("A refused posting leaves nothing behind")
  func rollback() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    let version = company.twin.store.version
    let response = company.send(.post, "\(TestCompany.order("ORD-1"))/Microsoft.Dynamics.DataEntities.postInvoice", part("4"))
    #expect(response.status == 400)
    #expect(company.twin.store.version == version)
  }

  @Test("Invoice lines are numbered per invoice")
  func invoiceLines() throws {
    let company = try TestCompany()
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-1", "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    for number in [10, 20] {
      try company.post(
        "CDSSalesOrderLines",
        ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001", "LineCreationSequenceNumber": .number(ExactDecimal(number))])
    }
    try company.act("postInvoice", on: TestCompany.order("ORD-1"))
    #expect(
      try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines").map { $0.number("LineCreationSequenceNumber") } == [1, 2])
  }
}
