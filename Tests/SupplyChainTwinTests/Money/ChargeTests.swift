import OData
import SupplyChainTwin
import Testing

@Suite struct ChargeTests {
  @Test(
    "Charges of lines are fixed, for each piece or in percent, each with its tax; the line tells charges and tax, the order all of them")
  func lines() throws {
    let company = try TestCompany()
    try company.order("ORD")
    try company.line("ORD", quantity: 3)
    let owner: JSONObject = ["SalesOrderNumber": "ORD", "LineCreationSequenceNumber": 1]
    func charge(_ values: JSONObject) throws {
      var body = owner
      for member in values.members { body[member.name] = member.value }
      try company.post("SalesOrderLineCharges", .object(body))
    }
    try charge(["ChargeCategory": "Fixed", "FixedChargeAmount": 12, "SalesTaxItemGroupCode": "CHARGES"])
    try charge(["ChargeCategory": "Pcs", "FixedChargeAmount": .number(decimal("0.335"))])
    try charge(["ChargeCategory": "Percent", "ChargePercentage": .number(decimal("1.5"))])
    try company.post(
      "SalesOrderHeaderCharges",
      ["SalesOrderNumber": "ORD", "ChargeCategory": "Percent", "ChargePercentage": 10, "SalesTaxItemGroupCode": "CHARGES"])
    let order = try company.calculated("ORD")
    let line = try company.get(TestCompany.line("ORD", 1))
    // 12.00 + 1.01 (1.005) + 4.50; 8 % of 300.00 and of 12.00
    #expect(line.number("LineAmount") == 300)
    #expect(line.number("TotalChargesAmount") == decimal("17.51"))
    #expect(line.number("TotalTaxAmount") == decimal("24.96"))
    #expect(order.number("OrderTotalChargesAmount") == decimal("47.51"))
    #expect(order.number("OrderHeaderTaxAmount") == decimal("2.40"))
    #expect(order.number("OrderTotalTaxAmount") == decimal("27.36"))
    #expect(order.number("OrderTotalAmount") == decimal("374.87"))
    try company.act("postInvoice", on: TestCompany.order("ORD"))
    let invoice = try #require(try company.invoices("ORD").first)
    #expect(invoice.number("TotalInvoiceAmount") == decimal("374.87"))
    #expect(invoice.number("TotalChargeAmount") == decimal("47.51"))
    #expect(invoice.number("InvoiceHeaderTaxAmount") == decimal("2.40"))
    let row = try #require(try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines").first)
    #expect(row.number("LineTotalChargeAmount") == decimal("17.51"))
    #expect(row.number("LineTotalTaxAmount") == decimal("24.96"))
  }

  @Test(
    "On parts of an order a fixed charge comes first, a prorated one in proportion, a kept one every time, one for pieces with the pieces")
  func parts() throws {
    let company = try TestCompany()
    try company.order("ORD")
    try company.line("ORD", quantity: 4)
    let header: JSONObject = ["SalesOrderNumber": "ORD", "SalesTaxItemGroupCode": "CHARGES"]
    for values in [
      ["FixedChargeAmount": 1], ["FixedChargeAmount": 10, "IsChargeProrated": "Yes"],
      ["FixedChargeAmount": 100, "WillInvoiceProcessingKeepCharge": "Yes"],
    ] as [JSONObject] {
      var body = header
      for member in values.members { body[member.name] = member.value }
      try company.post("SalesOrderHeaderCharges", .object(body))
    }
    try company.post(
      "SalesOrderLineCharges",
      ["SalesOrderNumber": "ORD", "LineCreationSequenceNumber": 1, "ChargeCategory": "Pcs", "FixedChargeAmount": 1000])
    for quantity in [1, 3] as [ExactDecimal] { try company.invoice("ORD", quantity) }
    #expect(try company.invoices("ORD").map { $0.number("TotalChargeAmount") } == [decimal("1103.50"), decimal("3107.50")])
  }

  @Test("Pieces are for lines; the line must be there; another currency needs a rate; an invoiced one stays as it is")
  func refused() throws {
    let company = try TestCompany()
    try company.order("ORD")
    try company.line("ORD", quantity: 1)
    #expect(
      company.send(.post, "SalesOrderHeaderCharges", ["SalesOrderNumber": "ORD", "ChargeCategory": "Pcs", "FixedChargeAmount": 1]).infolog?
        .contains("Category Pcs can be used for charges on lines only.") == true)
    #expect(
      company.send(.post, "SalesOrderLineCharges", ["SalesOrderNumber": "ORD", "LineCreationSequenceNumber": 7]).infolog?
        .contains("ORD has no line 7.") == true)
    #expect(
      company.send(.post, "SalesOrderHeaderCharges", ["SalesOrderNumber": "ORD", "ChargeCurrencyCode": "EUR"]).infolog?
        .contains("There is no exchange rate from 'EUR' to 'USD'.") == true)
    try company.post("SalesOrderHeaderCharges", ["SalesOrderNumber": "ORD", "FixedChargeAmount": 1])
    try company.invoice("ORD", 1)
    #expect(
      company.send(
        .patch, "SalesOrderHeaderCharges(dataAreaId='usmf',SalesOrderNumber='ORD',ChargeLineNumber=1)", ["FixedChargeAmount": 2]
      ).status == 400)
  }

  @Test("Charges go with their line and with their order, and totals no longer hold")
  func deleted() throws {
    let company = try TestCompany()
    try company.order("ORD")
    for _ in 1...2 { try company.line("ORD", quantity: 1) }
    for line in 1...2 {
      try company.post(
        "SalesOrderLineCharges",
        ["SalesOrderNumber": "ORD", "LineCreationSequenceNumber": .number(ExactDecimal(line)), "FixedChargeAmount": 1])
    }
    #expect(try company.calculated("ORD").number("OrderTotalChargesAmount") == 2)
    #expect(company.send(.delete, TestCompany.line("ORD", 1)).status == 204)
    #expect(try company.get(TestCompany.order("ORD")).text("AreTotalsUpdated") == "No")
    #expect(try company.rows("SalesOrderLineCharges").count == 1)
    #expect(company.send(.delete, TestCompany.order("ORD")).status == 204)
    #expect(try company.rows("SalesOrderLineCharges").isEmpty)
  }

  @Test("Charges of a quotation count there, and go over to the order it becomes, as discounts of the header do")
  func quotation() throws {
    let company = try TestCompany()
    try company.post(
      "CDSSalesQuotationHeaders",
      [
        "SalesQuotationNumber": "QUO", "RequestingCustomerAccountNumber": .string(TestCompany.customer), "TotalDiscountAmount": 20,
        "TotalDiscountPercentage": 10,
      ])
    try company.post(
      "CDSSalesQuotationLines",
      ["SalesQuotationNumber": "QUO", "ProductNumber": "D0001", "RequestedSalesQuantity": 2, "MultilineDiscountPercentage": 10])
    try company.post("SalesQuotationHeaderCharges", ["SalesQuotationNumber": "QUO", "FixedChargeAmount": 25])
    try company.post(
      "SalesQuotationLineCharges", ["SalesQuotationNumber": "QUO", "LineCreationSequenceNumber": 1, "FixedChargeAmount": 5])
    try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    let quotation = try company.get(TestCompany.quotation("QUO"))
    // 180.00 - 20.00 - 16.00; 8 % of 144.00 is 11.52; 30.00 of charges
    #expect(quotation.number("TotalDiscountAmount") == 36)
    #expect(quotation.number("QuotationTotalChargesAmount") == 30)
    #expect(quotation.number("QuotationTotalAmount") == decimal("185.52"))
    let number = try #require(try company.act("confirm", on: TestCompany.quotation("QUO"))?.stringValue)
    let order = try company.calculated(number)
    #expect(order.number("TotalDiscountAmount") == 36)
    #expect(order.number("OrderTotalChargesAmount") == 30)
    #expect(order.number("OrderTotalAmount") == decimal("185.52"))
  }

  @Test("A charge in another currency, and a base price, are converted at the newest rate that holds today, told in either direction")
  func otherCurrencies() throws {
    let company = try TestCompany()
    func rate(_ from: String, _ to: String, _ rate: String, _ start: String, _ factor: String = "One") throws {
      try company.post(
        "ExchangeRates",
        [
          "FromCurrency": .string(from), "ToCurrency": .string(to), "StartDate": .string(start), "Rate": .number(decimal(rate)),
          "ConversionFactor": .string(factor),
        ])
    }
    try rate("EUR", "USD", "2", "2017-01-01T12:00:00Z")
    try rate("EUR", "USD", "125", "2018-04-01T12:00:00Z", "Hundred")
    try rate("EUR", "USD", "9", "2018-05-01T12:00:00Z")
    try company.order("DOLLAR")
    try company.line("DOLLAR", quantity: 1)
    try company.post("SalesOrderHeaderCharges", ["SalesOrderNumber": "DOLLAR", "FixedChargeAmount": 10, "ChargeCurrencyCode": "EUR"])
    #expect(try company.calculated("DOLLAR").number("OrderTotalChargesAmount") == decimal("12.50"))
    try company.order("EURO", ["CurrencyCode": "EUR"])
    #expect(try company.line("EURO", quantity: 1).number("SalesPrice") == 80)
  }
}
