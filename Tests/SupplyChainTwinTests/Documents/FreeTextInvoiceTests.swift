import OData
import SupplyChainTwin
import Testing

@Suite("Free text invoices")
struct FreeTextInvoiceTests {
  private let customer = "CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')"

  private func post(_ company: TestCompany, _ lines: JSON) -> HTTPResponse {
    company.send(.post, "\(customer)/Microsoft.Dynamics.DataEntities.postFreeTextInvoice", ["lines": lines])
  }

  @Test("A free text invoice has a number, lines and tax of its own, and the externally maintained entities do not show it")
  func posted() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    try company.act("postInvoice", on: TestCompany.order("ORD-1"))
    let response = post(
      company, [["Description": "Consulting", "Amount": 250, "SalesTaxItemGroupCode": "FULL"], ["Description": "Fee", "Amount": -10]])
    #expect(try JSON(decoding: response.body)["value"] == "FTI-000001")
    let header = try #require(try company.rows("FreeTextInvoiceHeaders").first)
    #expect(header.text("CustomerAccount") == "ACC-01000-BVRCPS")
    #expect(header.text("InvoiceDate") == "2018-04-03T12:00:00Z")
    #expect(header.number("TotalTaxAmount") == 20)
    #expect(header.number("TotalInvoiceAmount") == 260)
    #expect(try company.rows("FreeTextInvoiceLines").map { $0.number("TransactionCurrencyAmount") } == [250, -10])
    let invoices = try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders?cross-company=true")
    #expect(invoices.map { $0.text("SalesOrderNumber") } == ["ORD-1"])
    #expect(try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines?cross-company=true").count == 1)
  }

  @Test("Without lines, words or an amount, and for a customer on hold, none is posted")
  func refusals() throws {
    let company = try TestCompany()
    #expect(post(company, []).infolog?.hasSuffix("A free text invoice needs lines.") == true)
    #expect(post(company, [["Amount": 1]]).infolog?.hasSuffix("Line 1 needs Description and Amount.") == true)
    try company.patch(customer, ["OnHoldStatus": "Invoice"])
    #expect(post(company, [["Description": "Fee", "Amount": 1]]).infolog?.hasSuffix("is on hold.") == true)
    #expect(try company.rows("FreeTextInvoiceHeaders").isEmpty)
  }
}
