import OData
import SupplyChainTwin
import Testing

@Suite struct QuotationTests {
  private func company() throws -> TestCompany {
    let company = try TestCompany()
    try company.post(
      "CDSSalesQuotationHeaders",
      ["SalesQuotationNumber": "QUO-1", "RequestingCustomerAccountNumber": "ACC-01000-BVRCPS", "SalesQuotationName": "Stage"])
    for (number, discount) in [(1, 10), (5, 0)] {
      try company.post(
        "CDSSalesQuotationLines",
        [
          "SalesQuotationNumber": "QUO-1", "LineCreationSequenceNumber": .number(ExactDecimal(number)), "ProductNumber": "D0001",
          "RequestedSalesQuantity": 3, "SalesPrice": 100, "TotalDiscountAmount": .number(ExactDecimal(discount)),
        ])
    }
    return company
  }

  private func status(_ company: TestCompany) throws -> String? {
    try company.get(TestCompany.quotation("QUO-1")).text("SalesQuotationStatus")
  }

  @Test("A quotation is Created, its line discount is split like an order's")
  func created() throws {
    let company = try company()
    #expect(try status(company) == "Created")
    let line = try #require(try company.rows("CDSSalesQuotationLines?$filter=LineCreationSequenceNumber%20eq%201").first)
    #expect(line.number("LineDiscountAmount") == decimal("3.33"))
    #expect(line.number("FixedPriceCharges") == decimal("-0.01"))
    #expect(line.number("LineAmount") == 290)
    try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    let header = try company.get(TestCompany.quotation("QUO-1"))
    // 590.00 and 8 % of each line
    #expect(header.number("QuotationTotalAmount") == decimal("637.20"))
    #expect(header.text("AreTotalsCalculated") == "Yes")
  }

  @Test("Confirming makes an order with the same lines, amounts and numbers, and links the two", arguments: [false, true])
  func confirmed(sentBefore: Bool) throws {
    let company = try company()
    if sentBefore {
      try company.act("send", on: TestCompany.quotation("QUO-1"))
      #expect(try status(company) == "Sent")
    }
    let number = try #require(try company.act("confirm", on: TestCompany.quotation("QUO-1"))?.stringValue)
    #expect(try status(company) == "Confirmed")
    #expect(try company.get(TestCompany.quotation("QUO-1")).text("GeneratedSalesOrderNumber") == number)
    let order = try company.get(TestCompany.order(number))
    #expect(order.text("QuotationNumber") == "QUO-1")
    #expect(order.text("SalesOrderName") == "Stage")
    let lines = try company.rows("CDSSalesOrderLines?$orderby=LineCreationSequenceNumber")
    #expect(lines.map { $0.number("LineCreationSequenceNumber") } == [1, 5])
    #expect(lines.map { $0.number("LineAmount") } == [290, 300])
    #expect(lines.map { $0.number("TotalDiscountAmount") } == [10, 0])
    #expect(try company.get("\(TestCompany.quotation("QUO-1"))/CDSSalesOrderHeader").text("SalesOrderNumber") == number)
  }

  @Test("A quotation that is over takes no more steps and no more lines", arguments: ["confirm", "lose", "cancel"])
  func over(last: String) throws {
    let company = try company()
    try company.act(last, on: TestCompany.quotation("QUO-1"))
    #expect(try status(company) == ["confirm": "Confirmed", "lose": "Lost", "cancel": "Cancelled"][last])
    for action in ["send", "confirm", "lose", "cancel"] {
      #expect(company.send(.post, "\(TestCompany.quotation("QUO-1"))/Microsoft.Dynamics.DataEntities.\(action)").status == 400)
    }
    #expect(company.send(.post, "CDSSalesQuotationLines", ["SalesQuotationNumber": "QUO-1", "ProductNumber": "D0001"]).status == 400)
  }
}
