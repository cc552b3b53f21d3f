import Ambient
import OData
import SupplyChainTwin
import Testing

@Suite struct InvoiceAmountTests {
  @Test("Parts of an order with a total discount are invoiced, each with its part of it, and are the order in the end")
  func totalDiscount() throws {
    let company = try TestCompany()
    try company.order("ORD", ["TotalDiscountAmount": 10])
    try company.line("ORD", quantity: 3)
    let order = try company.calculated("ORD")
    // 300.00 - 10.00, and 8 % of what is left
    #expect(order.number("OrderTotalAmount") == decimal("313.20"))
    for _ in 1...3 { try company.invoice("ORD", 1) }
    let invoices = try company.invoices("ORD")
    #expect(invoices.map { $0.number("TotalDiscountCustomerGroupCode") } == [decimal("3.33"), decimal("3.34"), decimal("3.33")])
    #expect(invoices.map { $0.number("TotalInvoiceAmount") } == [decimal("104.40"), decimal("104.40"), decimal("104.40")])
  }

  @Test(
    "Random orders with everything, invoiced in random parts: header, lines, discount, charges and tax add up to the order",
    arguments: 1...4)
  func sums(seed: UInt64) throws {
    let company = try TestCompany()
    try company.product("D0002", ["SalesSalesTaxItemGroupCode": ""])
    var random = SeededGenerator(seed: seed)
    func draw(_ bound: Int, scale: Int = 0) -> ExactDecimal { ExactDecimal(mantissa: Int128(random.next(below: bound)), scale: scale) }
    for number in 1...12 {
      let name = "ORD-\(number)"
      // Every third one is a credit note.
      let sign: ExactDecimal = number % 3 == 0 ? -1 : 1
      try company.order(name, ["TotalDiscountAmount": .number(sign * draw(3000, scale: 2))])
      var left: [ExactDecimal] = []
      for line in 1...(1 + random.next(below: 3)) {
        let quantity = sign * (1 + draw(9) + (random.next(below: 2) == 0 ? draw(1000, scale: 3) : 0))
        left.append(quantity)
        try company.line(
          name, quantity: quantity,
          [
            "ProductNumber": .string(line == 2 ? "D0002" : "D0001"), "SalesPrice": .number(draw(10_000, scale: 2)),
            "TotalDiscountAmount": .number(sign * draw(500, scale: 2)),
          ])
        try company.post(
          "SalesOrderLineCharges",
          [
            "SalesOrderNumber": .string(name), "LineCreationSequenceNumber": .number(ExactDecimal(line)),
            "ChargeCategory": .string(["Fixed", "Pcs", "Percent"][random.next(below: 3)]),
            "FixedChargeAmount": .number(draw(500, scale: 2)), "ChargePercentage": .number(draw(100, scale: 1)),
            "SalesTaxItemGroupCode": "CHARGES",
          ])
      }
      try company.post(
        "SalesOrderHeaderCharges",
        [
          "SalesOrderNumber": .string(name), "FixedChargeAmount": .number(draw(5000, scale: 2)), "SalesTaxItemGroupCode": "CHARGES",
          "IsChargeProrated": .string(number % 2 == 0 ? "Yes" : "No"),
        ])
      let order = try company.calculated(name)
      let lines = try company.rows("CDSSalesOrderLines?$filter=SalesOrderNumber eq '\(name)'")
      while left.contains(where: { !$0.isZero }) {
        var parts: [JSON] = []
        for index in left.indices where !left[index].isZero {
          let part = random.next(below: 2) == 0 ? left[index] : (left[index] * draw(4)).divided(by: 4, scale: 3)
          guard !part.isZero else { continue }
          left[index] -= part
          parts.append(["LineCreationSequenceNumber": .number(ExactDecimal(index + 1)), "Quantity": .number(part)])
        }
        if !parts.isEmpty { try company.act("postInvoice", on: TestCompany.order(name), ["lines": .array(parts)]) }
      }
      let invoices = try company.invoices(name)
      func sum(_ rows: [JSON], _ column: String) -> ExactDecimal { rows.reduce(.zero) { $0 + ($1.number(column) ?? .zero) } }
      for (invoiced, ordered) in [
        ("TotalInvoiceAmount", "OrderTotalAmount"), ("TotalTaxAmount", "OrderTotalTaxAmount"),
        ("TotalChargeAmount", "OrderTotalChargesAmount"),
        ("TotalDiscountAmount", "OrderTotalDiscountAmount"), ("InvoiceHeaderTaxAmount", "OrderHeaderTaxAmount"),
        ("TotalDiscountCustomerGroupCode", "TotalDiscountAmount"),
      ] {
        #expect(sum(invoices, invoiced) == order.number(ordered), "\(name): \(invoiced)")
      }
      var posted: [JSON] = []
      for invoice in invoices {
        let rows = try company.rows(
          "ExternallyMaintainedCustomerSalesInvoiceLines?$filter=InvoiceNumber eq '\(invoice.text("InvoiceNumber") ?? "")'")
        posted += rows
        // Each invoice adds up by itself.
        let expected =
          sum(rows, "LineAmount") + sum(rows, "LineTotalTaxAmount") + (invoice.number("TotalChargeAmount") ?? 0)
          + (invoice.number("InvoiceHeaderTaxAmount") ?? 0) - (invoice.number("TotalDiscountCustomerGroupCode") ?? 0)
        #expect(invoice.number("TotalInvoiceAmount") == expected)
      }
      for (invoiced, ordered) in [
        ("LineAmount", "LineAmount"), ("LineTotalTaxAmount", "TotalTaxAmount"), ("LineTotalChargeAmount", "TotalChargesAmount"),
        ("LineTotalDiscountAmount", "TotalDiscountAmount"), ("InvoicedQuantity", "OrderedSalesQuantity"),
      ] {
        #expect(sum(posted, invoiced) == sum(lines, ordered), "\(name): \(invoiced)")
      }
    }
  }

  @Test("A line of no quantity, but with a price charge, is on the first invoice and on no other")
  func noQuantity() throws {
    let company = try TestCompany()
    try company.order("ORD")
    try company.line("ORD", quantity: 2)
    try company.line("ORD", quantity: 0, ["FixedPriceCharges": 7])
    for _ in 1...2 { try company.invoice("ORD", 1) }
    #expect(try company.invoices("ORD").map { $0.number("TotalInvoiceAmount") } == [decimal("115.56"), 108])
  }

  @Test("A percentage of the total discount follows the lines until they are invoiced; entered with an amount, it is of what that leaves")
  func percentage() throws {
    let company = try TestCompany()
    try company.post(
      "CDSSalesQuotationHeaders",
      [
        "SalesQuotationNumber": "QUO", "RequestingCustomerAccountNumber": .string(TestCompany.customer), "TotalDiscountPercentage": 5,
      ])
    try company.post("CDSSalesQuotationLines", ["SalesQuotationNumber": "QUO", "ProductNumber": "D0001", "RequestedSalesQuantity": 1])
    func discount() throws -> ExactDecimal? {
      try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
      return try company.get(TestCompany.quotation("QUO")).number("TotalDiscountAmount")
    }
    #expect(try discount() == 5)
    try company.patch(
      "CDSSalesQuotationLines(dataAreaId='usmf',LineCreationSequenceNumber=1,SalesQuotationNumber='QUO')", ["RequestedSalesQuantity": 3])
    #expect(try discount() == 15)
    try company.patch(TestCompany.quotation("QUO"), ["TotalDiscountAmount": 100])
    #expect(try discount() == 110)
    // What is read can be written back.
    try company.patch(TestCompany.quotation("QUO"), ["TotalDiscountAmount": 110])
    #expect(try discount() == 110)
  }

  @Test(
    "Amounts have the decimals of their currency: none, three, and steps of five",
    arguments: [
      ("JPY", "1", "97", "3", "-1", "11"), ("KWD", "0.001", "96.713", "3.333", "-0.001", "7.737"),
      ("CHF", "0.05", "96.70", "3.35", "0.05", "7.75"),
    ])
  func currencies(code: String, unit: String, amount: String, perUnit: String, charge: String, tax: String) throws {
    let company = try TestCompany()
    try company.post("Currencies", ["CurrencyCode": .string(code), "RoundingRuleSalesOrders": .number(decimal(unit))])
    try company.order("ORD", ["CurrencyCode": .string(code), "TotalDiscountAmount": .number(decimal("0.7777"))])
    let line = try company.line(
      "ORD", quantity: 3, ["SalesPrice": .number(decimal("35.571")), "TotalDiscountAmount": 10])
    #expect(line.number("LineDiscountAmount") == decimal(perUnit))
    #expect(line.number("FixedPriceCharges") == decimal(charge))
    #expect(line.number("LineAmount") == decimal(amount))
    #expect(try company.calculated("ORD").number("OrderTotalTaxAmount").map { $0 <= decimal(tax) } == true)
    for _ in 1...3 { try company.invoice("ORD", 1) }
    let order = try company.calculated("ORD")
    let total = try company.invoices("ORD").reduce(ExactDecimal.zero) { $0 + ($1.number("TotalInvoiceAmount") ?? 0) }
    #expect(total == order.number("OrderTotalAmount"))
    for invoice in try company.invoices("ORD") {
      let steps = try #require(invoice.number("TotalInvoiceAmount")).divided(by: decimal(unit), scale: 9)
      #expect(steps.exactInt64 != nil, "\(invoice)")
    }
  }

  @Test("Several codes are rounded one by one; an exempt one counts nothing; a credit note is the order with the other sign")
  func taxes() throws {
    let company = try TestCompany()
    try company.post("TaxItemGroups", ["TaxItemGroupCode": "BOTH"])
    for code in ["CITY", "STATE"] { try company.post("TaxOnItems", ["TaxItemGroupCode": "BOTH", "TaxCodeId": .string(code)]) }
    try company.product("D0002", ["SalesSalesTaxItemGroupCode": "BOTH"])
    for (number, quantity) in [("ORD", 1), ("BACK", -1)] as [(String, ExactDecimal)] {
      try company.order(number)
      try company.line(number, quantity: quantity, ["ProductNumber": "D0002", "SalesPrice": .number(decimal("30.20"))])
    }
    // 2.42 (2.416) and 0.38 (0.3775)
    #expect(try company.calculated("ORD").number("OrderTotalTaxAmount") == decimal("2.80"))
    #expect(try company.calculated("BACK").number("OrderTotalAmount") == decimal("-33.00"))
    try company.act("postInvoice", on: TestCompany.order("BACK"))
    #expect(try company.invoices("BACK").first?.number("TotalInvoiceAmount") == decimal("-33.00"))
    try company.patch("TaxGroupDatas(dataAreaId='usmf',TaxGroupCode='TAXED',TaxCodeId='STATE')", ["IsTaxExempt": "Yes"])
    try company.patch(TestCompany.order("ORD"), ["CustomersOrderReference": "x"])
    #expect(try company.calculated("ORD").number("OrderTotalTaxAmount") == decimal("2.42"))
  }

  @Test("Prices with tax in them: the order's amounts have it, the invoice's lines do not, and the customer pays the same")
  func pricesWithTax() throws {
    let company = try TestCompany()
    try company.customer("GROSS", ["IsSalesTaxIncludedInPrices": "Yes"])
    try company.order("ORD", ["OrderingCustomerAccountNumber": "GROSS", "TotalDiscountAmount": 20])
    try company.line("ORD", quantity: 2, ["SalesPrice": 108, "TotalDiscountAmount": 16])
    try company.post(
      "SalesOrderHeaderCharges",
      ["SalesOrderNumber": "ORD", "FixedChargeAmount": .number(decimal("10.80")), "SalesTaxItemGroupCode": "CHARGES"])
    let order = try company.calculated("ORD")
    #expect(order.text("ArePricesIncludingSalesTax") == "Yes")
    #expect(try company.get(TestCompany.line("ORD", 1)).number("LineAmount") == 200)
    // 200.00 - 20.00 + 10.80, of which 13.33 (180.00 - 166.67) and 0.80 are tax
    #expect(order.number("OrderTotalAmount") == decimal("190.80"))
    #expect(order.number("OrderTotalTaxAmount") == decimal("14.13"))
    #expect(order.number("OrderHeaderTaxAmount") == decimal("0.80"))
    #expect(order.number("OrderTotalChargesAmount") == 10)
    for _ in 1...2 { try company.invoice("ORD", 1) }
    let invoices = try company.invoices("ORD")
    #expect(invoices.reduce(.zero) { $0 + ($1.number("TotalInvoiceAmount") ?? 0) } == decimal("190.80"))
    let rows = try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines")
    // 185.19 without tax
    #expect(rows.reduce(.zero) { $0 + ($1.number("LineAmount") ?? 0) } == decimal("185.19"))
  }
}
