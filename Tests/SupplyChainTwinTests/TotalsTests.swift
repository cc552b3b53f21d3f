import Ambient
import EntityStore
import OData
import SupplyChainTwin
import Testing

@Suite struct TotalsTests {
  @Test("A second run of the totals job writes nothing")
  func idempotent() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1", discount: 10)
    #expect(try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")?.numberValue == 1)
    let version = company.twin.store.version
    #expect(try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")?.numberValue == 0)
    #expect(company.twin.store.version == version)
  }

  @Test(
    "Without the hotfix that brings Freight Tax, Sales is not told of the tax on header charges",
    arguments: [("7.2+KB4036461+KB4036524", "24.00"), ("7.3", "26.00")])
  func freightTax(level: String, tax: String) throws {
    let company = try TestCompany(SupplyChainConfiguration(level: level))
    // 300.00 of goods with 8 %, 25.00 of freight with 2.00; what the customer pays is the same at every level.
    let order = try company.orderWithFreight()
    #expect(order.number("OrderTotalTaxAmount") == decimal(tax))
    #expect(order.number("OrderTotalAmount") == decimal("351.00"))
  }

  @Test("The job looks back as many days as it is told; a changed line counts as a change of its order")
  func lookBack() throws {
    let company = try TestCompany()
    try company.orderWithLine("OLD")
    try company.orderWithLine("TOUCHED")
    company.clock.advance(milliseconds: 10 * 86_400_000)
    try company.patch(TestCompany.line("TOUCHED", 1), ["SalesPrice": 90])
    try company.orderWithLine("NEW")
    #expect(try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders", ["lookBackDays": 7])?.numberValue == 2)
    #expect(try company.get(TestCompany.order("OLD")).text("AreTotalsUpdated") == "No")
    #expect(try company.get(TestCompany.order("TOUCHED")).text("AreTotalsUpdated") == "Yes")
  }

  @Test("Orders and quotations are calculated as chosen")
  func choice() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    try company.post("CDSSalesQuotationHeaders", ["SalesQuotationNumber": "QUO-1", "RequestingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    #expect(try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders", ["salesOrders": false])?.numberValue == 1)
    #expect(try company.get(TestCompany.order("ORD-1")).text("AreTotalsUpdated") == "No")
    #expect(try company.get(TestCompany.quotation("QUO-1")).text("AreTotalsCalculated") == "Yes")
  }

  @Test("Tax needs both groups: a customer without one pays none, nor does a product without one")
  func noTax() throws {
    let company = try TestCompany()
    try company.customer("FREE", ["CustomerGroupId": "20"])
    try company.product("D0002", ["SalesSalesTaxItemGroupCode": ""])
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-1", "OrderingCustomerAccountNumber": "FREE"])
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-2", "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-2", "ProductNumber": "D0002"])
    try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    #expect(try company.get(TestCompany.order("ORD-1")).number("OrderTotalTaxAmount") == 0)
    #expect(try company.get(TestCompany.order("ORD-2")).number("OrderTotalTaxAmount") == 0)
  }

  @Test("A code the customer is exempt from is not taken")
  func exempt() throws {
    let company = try TestCompany()
    try company.patch("TaxGroupDatas(dataAreaId='usmf',TaxGroupCode='TAXED',TaxCodeId='CITY')", ["IsTaxExempt": "Yes"])
    try company.orderWithLine("ORD-1")
    try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    #expect(try company.get(TestCompany.order("ORD-1")).number("OrderTotalTaxAmount") == 0)
  }
}
