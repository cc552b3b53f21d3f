import OData
import SupplyChainTwin
import Testing

@Suite struct WholeCycleTests {
  @Test("An order goes from entry to invoice, and its totals hold to the cent")
  func cycle() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1", discount: 10)
    try company.post(
      "SalesOrderHeaderCharges",
      ["SalesOrderNumber": "ORD-1", "SalesChargeCode": "FREIGHT", "FixedChargeAmount": 25, "SalesTaxItemGroupCode": "CHARGES"])
    let address = TestCompany.order("ORD-1")

    #expect(try company.get(address).text("SalesOrderProcessingStatus") == "Active")
    try company.act("confirm", on: address)
    #expect(try company.get(address).text("SalesOrderProcessingStatus") == "Confirmed")
    #expect(try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")?.numberValue == 1)

    let order = try company.get(address)
    // 3 × 100.00 − 10.00 = 290.00; 8 % of it 23.20; freight 25.00 with 2.00 of tax.
    #expect(order.number("OrderTotalAmount") == decimal("340.20"))
    #expect(order.number("OrderTotalTaxAmount") == decimal("25.20"))
    #expect(order.number("OrderHeaderTaxAmount") == decimal("2.00"))
    #expect(order.number("OrderTotalChargesAmount") == decimal("25.00"))
    #expect(order.number("OrderTotalDiscountAmount") == decimal("10.00"))
    #expect(order.text("AreTotalsUpdated") == "Yes")
    let line = try company.get(TestCompany.line("ORD-1", 1))
    #expect(line.number("LineDiscountAmount") == decimal("3.33"))
    #expect(line.number("FixedPriceCharges") == decimal("-0.01"))
    #expect(line.number("LineAmount") == decimal("290.00"))
    #expect(line.number("TotalDiscountAmount") == decimal("10.00"))
    #expect(line.number("TotalTaxAmount") == decimal("23.20"))
    #expect(line.text("AreSalesOrderTotalsUpdated") == "Yes")
    #expect(line.text("OrderingCustomerIsExternallyMaintained") == "Yes")
    #expect(line.text("SalesOrderProcessingStatus") == "Confirmed")

    try company.act("postPickingList", on: address)
    #expect(try company.get(address).text("SalesOrderProcessingStatus") == "Picked")
    try company.act("postPackingSlip", on: address)
    #expect(try company.get(address).text("SalesOrderProcessingStatus") == "Delivered")
    let number = try #require(try company.act("postInvoice", on: address)?.stringValue)
    #expect(try company.get(address).text("SalesOrderProcessingStatus") == "Invoiced")
    #expect(try company.get(TestCompany.line("ORD-1", 1)).text("SalesOrderLineStatus") == "Invoiced")

    let invoice = try #require(try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders").first)
    #expect(invoice.text("InvoiceNumber") == number)
    #expect(invoice.text("InvoiceDate") == "2018-04-03T12:00:00Z")
    #expect(invoice.text("SalesOrderNumber") == "ORD-1")
    #expect(invoice.number("TotalInvoiceAmount") == decimal("340.20"))
    #expect(invoice.number("TotalTaxAmount") == decimal("25.20"))
    #expect(invoice.number("InvoiceHeaderTaxAmount") == decimal("2.00"))
    #expect(invoice.number("TotalChargeAmount") == decimal("25.00"))
    let invoiceLine = try #require(try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines").first)
    #expect(invoiceLine.number("LineAmount") == decimal("290.00"))
    #expect(invoiceLine.number("LineTotalDiscountAmount") == decimal("10.00"))
    #expect(invoiceLine.number("LineTotalTaxAmount") == decimal("23.20"))
    #expect(invoiceLine.number("InvoicedQuantity") == 3)
  }
}
