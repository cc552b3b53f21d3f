import OData
import SupplyChainTwin
import Testing

@Suite("Returns and credit notes")
struct ReturnTests {
  private let order = TestCompany.order("ORD-1")

  /// Three units at 100.00 less 10.00, invoiced.
  private func company() throws -> TestCompany {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1", discount: 10)
    try company.act("postInvoice", on: order)
    return company
  }

  private func part(_ quantity: ExactDecimal) -> JSON { ["lines": [["LineCreationSequenceNumber": 1, "Quantity": .number(quantity)]]] }

  private func refusal(_ company: TestCompany, _ parameters: JSON) -> String? {
    company.send(.post, "\(order)/Microsoft.Dynamics.DataEntities.createReturnOrder", parameters).infolog
  }

  @Test("What was invoiced comes back on an order of negative lines, and its invoice takes back the first one to the cent")
  func creditNote() throws {
    let company = try company()
    let number = try #require(try company.act("createReturnOrder", on: order)?.stringValue)
    let line = try company.get(TestCompany.line(number, 1))
    #expect(line.number("OrderedSalesQuantity") == -3)
    #expect(line.number("SalesPrice") == 100)
    #expect(line.number("TotalDiscountAmount") == -10)
    #expect(line.number("LineAmount") == -290)
    let target = TestCompany.order(number)
    for (action, status) in [
      ("confirm", "Confirmed"), ("postPackingSlip", "Delivered"), ("postInvoice", "Invoiced"),
    ] {
      try company.act(action, on: target)
      #expect(try company.get(target).text("SalesOrderProcessingStatus") == status)
    }
    let invoices = try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders?$orderby=InvoiceNumber")
    #expect(invoices.map { $0.text("SalesOrderNumber") } == ["ORD-1", number])
    #expect(invoices.map { $0.number("TotalInvoiceAmount") } == [decimal("313.20"), decimal("-313.20")])
    #expect(invoices.map { $0.number("TotalTaxAmount") } == [decimal("23.20"), decimal("-23.20")])
    #expect(invoices.map { $0.number("TotalDiscountAmount") } == [10, -10])
    let lines = try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines?$orderby=InvoiceNumber")
    #expect(lines.map { $0.number("InvoicedQuantity") } == [3, -3])
  }

  @Test("Part by part comes back at most what was invoiced, and all parts together are worth what it was")
  func parts() throws {
    let company = try company()
    let first = try #require(try company.act("createReturnOrder", on: order, part(1))?.stringValue)
    #expect(refusal(company, part(3))?.hasSuffix("Line 1: 3 cannot come back, 2 is invoiced.") == true)
    let second = try #require(try company.act("createReturnOrder", on: order)?.stringValue)
    #expect(refusal(company, [:])?.hasSuffix("Sales order ORD-1 has nothing invoiced that can come back.") == true)
    // 100.00 - 3.33 and 200.00 - 6.67
    #expect(
      try [first, second].map { try company.get(TestCompany.line($0, 1)).number("LineAmount") } == [decimal("-96.67"), decimal("-193.33")])
    // A return that is cancelled has brought nothing.
    try company.act("cancel", on: TestCompany.order(second))
    try company.act("createReturnOrder", on: order, part(2))
  }

  @Test("A credit note can be posted in parts like any invoice")
  func partialCreditNote() throws {
    let company = try company()
    let number = try #require(try company.act("createReturnOrder", on: order)?.stringValue)
    let target = TestCompany.order(number)
    try company.act("postInvoice", on: target, part(-1))
    #expect(try company.get(target).text("SalesOrderProcessingStatus") == "PartiallyInvoiced")
    #expect(company.send(.post, "\(target)/Microsoft.Dynamics.DataEntities.postInvoice", part(1)).status == 400)
    try company.act("postInvoice", on: target)
    let lines = try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines?$filter=InvoicedQuantity lt 0")
    #expect(lines.reduce(ExactDecimal.zero) { $0 + ($1.number("LineAmount") ?? 0) } == -290)
  }

  @Test("Nothing that was not invoiced comes back, and a returned order has negative lines only and is not returned itself")
  func refusals() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    #expect(refusal(company, [:])?.hasSuffix("has nothing invoiced that can come back.") == true)
    try company.act("postInvoice", on: order, part(1))
    for quantity in [0, -1, 2] as [ExactDecimal] { #expect(refusal(company, part(quantity))?.contains("cannot come back") == true) }
    let number = try #require(try company.act("createReturnOrder", on: order)?.stringValue)
    let response = company.send(
      .post, "CDSSalesOrderLines", ["SalesOrderNumber": .string(number), "ProductNumber": "D0001", "OrderedSalesQuantity": 1])
    #expect(response.infolog?.contains("The lines of a returned order have negative quantities.") == true)
    let again = company.send(.post, "\(TestCompany.order(number))/Microsoft.Dynamics.DataEntities.createReturnOrder")
    #expect(again.infolog?.hasSuffix("is a returned order itself.") == true)
  }

  @Test("Negative lines on an order of any kind are posted like others, without a returned order")
  func negativeLine() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001", "OrderedSalesQuantity": -1])
    try company.act("postInvoice", on: order)
    let invoice = try #require(try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders").first)
    #expect(invoice.number("TotalInvoiceAmount") == 216)
    #expect(try company.get(order).text("SalesOrderProcessingStatus") == "Invoiced")
  }
}
