import Ambient
import OData
import SupplyChainTwin
import Testing

@Suite struct TradeAgreementTests {
  private func agree(_ company: TestCompany, price: ExactDecimal, _ values: JSONObject = [:]) throws {
    var body: JSONObject = ["ItemNumber": "D0001", "Price": .number(price), "PriceCurrencyCode": "USD", "QuantityUnitySymbol": "ea"]
    for member in values.members { body[member.name] = member.value }
    try company.post("SalesPriceAgreements", .object(body))
  }

  @Test("A price for the customer goes before one for its group, and that before one for everybody; without any, the base price holds")
  func accounts() throws {
    let company = try TestCompany()
    try company.customer("IN-GROUP", ["DiscountPriceGroupId": "WHOLESALE"])
    try company.customer("OTHER")
    try agree(company, price: 95)
    try agree(company, price: 90, ["PriceCustomerGroupCode": "WHOLESALE"])
    try agree(company, price: 92, ["CustomerAccountNumber": .string(TestCompany.customer)])
    for (account, price) in [(TestCompany.customer, 92), ("IN-GROUP", 90), ("OTHER", 95)] {
      try company.order("O-\(account)".prefix(20).description, ["OrderingCustomerAccountNumber": .string(account)])
      #expect(try company.line("O-\(account)".prefix(20).description, quantity: 1).number("SalesPrice") == ExactDecimal(price))
    }
    try company.product("D0002", ["SalesPrice": 70])
    try company.order("BASE")
    #expect(try company.line("BASE", quantity: 1, ["ProductNumber": "D0002"]).number("SalesPrice") == 70)
  }

  @Test("A price holds in its currency, from its quantity on, on its days, at its site")
  func conditions() throws {
    let company = try TestCompany()
    try agree(company, price: 80, ["PriceCurrencyCode": "EUR"])
    try agree(company, price: 85, ["FromQuantity": 10, "ToQuantity": 20])
    try agree(company, price: 84, ["FromQuantity": 20])
    try company.order("ORD")
    for (quantity, price) in [(9, 100), (10, 85), (19, 85), (20, 84), (-20, 84)] {
      #expect(try company.line("ORD", quantity: ExactDecimal(quantity)).number("SalesPrice") == ExactDecimal(price), "\(quantity)")
    }
    try company.order("EURO", ["CurrencyCode": "EUR"])
    #expect(try company.line("EURO", quantity: 1).number("SalesPrice") == 80)
    try company.product("D0002")
    try agree(
      company, price: 60,
      [
        "ItemNumber": "D0002", "PriceApplicableFromDate": "2018-04-04T12:00:00Z", "PriceApplicableToDate": "2018-04-05T12:00:00Z",
        "PriceSiteId": "1",
      ])
    let days: [(day: Int, site: String, price: ExactDecimal)] = [(0, "1", 100), (1, "1", 60), (1, "2", 100), (2, "1", 60), (3, "1", 100)]
    for (number, one) in days.enumerated() {
      let company = try TestCompany()
      try company.product("D0002")
      try agree(
        company, price: 60,
        [
          "ItemNumber": "D0002", "PriceApplicableFromDate": "2018-04-04T12:00:00Z", "PriceApplicableToDate": "2018-04-05T12:00:00Z",
          "PriceSiteId": "1",
        ])
      company.clock.advance(milliseconds: Int64(one.day) * 86_400_000)
      try company.order("ORD")
      let line = try company.line(
        "ORD", quantity: 1,
        ["ProductNumber": "D0002", "ShippingSiteId": .string(one.site), "ShippingWarehouseId": .string(one.site == "1" ? "13" : "24")])
      #expect(line.number("SalesPrice") == one.price, "case \(number)")
    }
  }

  @Test("A price in another currency counts where it says so and there is a rate, behind every price in the document's own")
  func genericCurrency() throws {
    let company = try TestCompany()
    try agree(
      company, price: 80,
      ["PriceCurrencyCode": "EUR", "IsGenericCurrencySearchEnabled": "Yes", "CustomerAccountNumber": .string(TestCompany.customer)])
    try company.order("ORD")
    #expect(try company.line("ORD", quantity: 1).number("SalesPrice") == 100)
    try company.post(
      "ExchangeRates", ["FromCurrency": "EUR", "ToCurrency": "USD", "Rate": .number(decimal("1.2")), "StartDate": "2018-01-01T12:00:00Z"])
    #expect(try company.line("ORD", quantity: 1).number("SalesPrice") == 96)
    try agree(company, price: 99)
    #expect(try company.line("ORD", quantity: 1).number("SalesPrice") == 99)
  }

  @Test("Where the search goes on, the lower price wins; where it stops, the first one does")
  func findNext() throws {
    for (goesOn, price) in [("Yes", 88), ("No", 91)] {
      let company = try TestCompany()
      try agree(company, price: 91, ["CustomerAccountNumber": .string(TestCompany.customer), "WillSearchContinue": .string(goesOn)])
      try agree(company, price: 88)
      try company.order("ORD")
      #expect(try company.line("ORD", quantity: 1).number("SalesPrice") == ExactDecimal(price))
    }
  }

  @Test("Prices of another unit are converted: agreed ones and the base price; one for the unit itself goes first")
  func units() throws {
    let company = try TestCompany()
    try company.post("UnitOfMeasureConversions", ["FromUnitSymbol": "box", "ToUnitSymbol": "ea", "Factor": 12])
    try company.order("ORD")
    #expect(try company.line("ORD", quantity: 1, ["SalesUnitSymbol": "box"]).number("SalesPrice") == 1200)
    try agree(company, price: 90, ["FromQuantity": 20])
    // One box is twelve pieces, two are twenty-four.
    #expect(try company.line("ORD", quantity: 1, ["SalesUnitSymbol": "box"]).number("SalesPrice") == 1200)
    #expect(try company.line("ORD", quantity: 2, ["SalesUnitSymbol": "box"]).number("SalesPrice") == 1080)
    try agree(company, price: 1000, ["QuantityUnitySymbol": "box"])
    #expect(try company.line("ORD", quantity: 2, ["SalesUnitSymbol": "box"]).number("SalesPrice") == 1000)
  }

  @Test("A price for many units and its price charge come along")
  func priceQuantity() throws {
    let company = try TestCompany()
    try agree(company, price: 250, ["SalesPriceQuantity": 100, "FixedPriceCharges": 5])
    try company.order("ORD")
    let line = try company.line("ORD", quantity: 30)
    #expect(line.number("SalesPriceQuantity") == 100)
    #expect(line.number("FixedPriceCharges") == 5)
    #expect(line.number("LineAmount") == 80)
  }

  @Test("A price nobody gave follows quantity, unit and product; a price that was given stays")
  func evaluatedAgain() throws {
    let company = try TestCompany()
    try company.post("UnitOfMeasureConversions", ["FromUnitSymbol": "box", "ToUnitSymbol": "ea", "Factor": 12])
    try company.product("D0002", ["SalesPrice": 70])
    try agree(company, price: 85, ["FromQuantity": 10])
    try company.order("ORD")
    try company.line("ORD", quantity: 1)
    try company.line("ORD", quantity: 1, ["SalesPrice": 99])
    func price(_ line: Int) throws -> ExactDecimal? { try company.get(TestCompany.line("ORD", line)).number("SalesPrice") }
    for line in 1...2 { try company.patch(TestCompany.line("ORD", line), ["OrderedSalesQuantity": 10]) }
    #expect(try price(1) == 85)
    #expect(try price(2) == 99)
    try company.patch(TestCompany.line("ORD", 1), ["SalesUnitSymbol": "box"])
    #expect(try price(1) == 1020)
    try company.patch(TestCompany.line("ORD", 1), ["ProductNumber": "D0002", "SalesUnitSymbol": "ea"])
    #expect(try price(1) == 70)
    try company.patch(TestCompany.line("ORD", 1), ["SalesPrice": 75])
    try company.patch(TestCompany.line("ORD", 1), ["OrderedSalesQuantity": 2])
    #expect(try price(1) == 75)
    try company.patch(TestCompany.line("ORD", 1), ["LineDescription": "as it was"])
    #expect(try price(1) == 75)
  }

  @Test(
    "What becomes of a price that is given: kept, zero filled, or replaced, by zero where there is none",
    arguments: [("Keep", "0", "80", "80"), ("FillZero", "100", "80", "80"), ("Replace", "100", "100", "0")])
  func givenPrices(policy: String, zero: String, given: String, without: String) throws {
    let company = try TestCompany()
    try company.post("SalesPriceParameters", ["GivenPricePolicy": .string(policy)])
    try company.product("FREE", ["SalesPrice": 0])
    try company.order("ORD")
    #expect(try company.line("ORD", quantity: 1, ["SalesPrice": 0]).number("SalesPrice") == decimal(zero))
    #expect(try company.line("ORD", quantity: 1, ["SalesPrice": 80]).number("SalesPrice") == decimal(given))
    #expect(try company.line("ORD", quantity: 1, ["ProductNumber": "FREE", "SalesPrice": 80]).number("SalesPrice") == decimal(without))
  }

  // MARK: Discounts

  private func discount(_ company: TestCompany, _ values: JSONObject) throws {
    var body: JSONObject = ["DiscountCurrencyCode": "USD"]
    for member in values.members { body[member.name] = member.value }
    try company.post("SalesLineDiscountAgreements", .object(body))
  }

  @Test("Line discounts are found for item, item group and everything, and add up where the search goes on")
  func lineDiscounts() throws {
    let company = try TestCompany()
    try company.product("D0002", ["SalesLineDiscountProductGroupCode": "AUDIO"])
    try company.product("D0003")
    try discount(company, ["ItemNumber": "D0001", "DiscountPercentage1": 5, "WillSearchContinue": "Yes"])
    try discount(company, ["LineDiscountProductGroupCode": "AUDIO", "DiscountAmount": 3])
    try discount(company, ["DiscountPercentage1": 10, "DiscountPercentage2": 10, "FromQuantity": 2])
    try company.order("ORD")
    let item = try company.line("ORD", quantity: 2)
    // 5 and 10 per cent added, then 10 per cent of what is left.
    #expect(item.number("LineDiscountPercentage") == decimal("23.5"))
    #expect(item.number("LineAmount") == 153)
    let group = try company.line("ORD", quantity: 2, ["ProductNumber": "D0002"])
    #expect(group.number("LineDiscountAmount") == 3)
    #expect(group.number("LineAmount") == 194)
    #expect(try company.line("ORD", quantity: 2, ["ProductNumber": "D0003"]).number("LineDiscountPercentage") == 19)
    #expect(try company.line("ORD", quantity: 1, ["ProductNumber": "D0003"]).number("LineDiscountPercentage") == 0)
  }

  @Test("A discount that was sent stays; none sent is none to keep; a quantity changed later finds another one")
  func givenDiscounts() throws {
    let company = try TestCompany()
    try discount(company, ["ItemNumber": "D0001", "DiscountAmount": 2, "FromQuantity": 3])
    try company.order("ORD")
    let sent = try company.line("ORD", quantity: 3, ["TotalDiscountAmount": 10])
    #expect(sent.number("LineDiscountAmount") == decimal("3.33"))
    #expect(sent.number("LineAmount") == 290)
    #expect(try company.line("ORD", quantity: 3, ["TotalDiscountAmount": 0]).number("LineAmount") == 294)
    #expect(try company.line("ORD", quantity: 1).number("LineAmount") == 100)
    try company.patch(TestCompany.line("ORD", 3), ["OrderedSalesQuantity": 4])
    #expect(try company.get(TestCompany.line("ORD", 3)).number("LineAmount") == 392)
    try company.patch(TestCompany.line("ORD", 1), ["TotalDiscountAmount": 0])
    #expect(try company.get(TestCompany.line("ORD", 1)).number("LineAmount") == 300)
  }

  @Test("A multiline discount counts the lines of its group together, on the button and on posting, and goes when the lines do")
  func multiline() throws {
    let company = try TestCompany()
    for number in ["D0002", "D0003"] { try company.product(number, ["SalesMultilineDiscountProductGroupCode": "AUDIO"]) }
    try company.post(
      "SalesMultiLineDiscountAgreements",
      ["MultiLineDiscountProductGroupCode": "AUDIO", "DiscountPercentage1": 10, "DiscountCurrencyCode": "USD", "FromQuantity": 5])
    try company.order("ORD")
    try company.line("ORD", quantity: 10)
    try company.line("ORD", quantity: 3, ["ProductNumber": "D0002"])
    try company.line("ORD", quantity: 2, ["ProductNumber": "D0003"])
    func amounts() throws -> [ExactDecimal?] {
      try company.rows("CDSSalesOrderLines?$orderby=LineCreationSequenceNumber").map { $0.number("LineAmount") }
    }
    #expect(try amounts() == [1000, 300, 200])
    _ = try company.calculated("ORD")
    try company.act("calculateMultilineDiscount", on: TestCompany.order("ORD"))
    #expect(try amounts() == [1000, 270, 180])
    #expect(try company.get(TestCompany.order("ORD")).text("AreTotalsUpdated") == "No")
    try company.patch(TestCompany.line("ORD", 3), ["OrderedSalesQuantity": 1])
    try company.act("confirm", on: TestCompany.order("ORD"))
    #expect(try amounts() == [1000, 300, 100])
  }

  @Test("A total discount goes by the sum of the lines; with two percentages one is taken of what the other leaves")
  func total() throws {
    let company = try TestCompany()
    try company.customer("GROUPED", ["TotalDiscountCode": "BIG"])
    try company.post(
      "SalesTotalDiscountAgreements",
      [
        "TotalDiscountCustomerGroupCode": "BIG", "FromOrderSubtotalAmount": 500, "DiscountAmount": 20, "DiscountPercentage1": 2,
        "DiscountPercentage2": 2, "DiscountCurrencyCode": "USD",
      ])
    try company.order("SMALL", ["OrderingCustomerAccountNumber": "GROUPED"])
    try company.line("SMALL", quantity: 4)
    try company.order("LARGE", ["OrderingCustomerAccountNumber": "GROUPED"])
    try company.line("LARGE", quantity: 5)
    for number in ["SMALL", "LARGE"] { try company.act("calculateTotalDiscount", on: TestCompany.order(number)) }
    #expect(try company.get(TestCompany.order("SMALL")).number("TotalDiscountAmount") == 0)
    // 20.00, and 3.96 % of the 480.00 that leaves: 19.01 (19.008)
    #expect(try company.get(TestCompany.order("LARGE")).number("TotalDiscountAmount") == decimal("39.01"))
    try company.patch(TestCompany.line("LARGE", 1), ["OrderedSalesQuantity": 1])
    try company.act("postInvoice", on: TestCompany.order("LARGE"))
    #expect(try company.invoices("LARGE").first?.number("TotalDiscountCustomerGroupCode") == 0)
  }

  @Test("What people entered stays where the customer has no agreement, and where posting is not to work anything out")
  func entered() throws {
    let company = try TestCompany()
    try company.order("ORD", ["TotalDiscountAmount": 7])
    try company.line("ORD", quantity: 1, ["MultilineDiscountAmount": 4])
    try company.act("confirm", on: TestCompany.order("ORD"))
    #expect(try company.get(TestCompany.order("ORD")).number("TotalDiscountAmount") == 7)
    #expect(try company.get(TestCompany.line("ORD", 1)).number("LineAmount") == 96)
    try company.post("SalesTotalDiscountAgreements", ["DiscountPercentage1": 50])
    try company.post("SalesPriceParameters", ["IsTotalDiscountCalculatedOnPosting": "No"])
    try company.act("postPackingSlip", on: TestCompany.order("ORD"))
    #expect(try company.get(TestCompany.order("ORD")).number("TotalDiscountAmount") == 7)
  }

  @Test("An agreement is for a customer or a group, an item or a group, and from less to more; a price is for an item")
  func refused() throws {
    let company = try TestCompany()
    let both: JSON = ["CustomerAccountNumber": .string(TestCompany.customer), "LineDiscountCustomerGroupCode": "G"]
    let items: JSON = ["ItemNumber": "D0001", "LineDiscountProductGroupCode": "G"]
    for body in [both, items, ["FromQuantity": 5, "ToQuantity": 5], ["ItemNumber": "NONE"]] as [JSON] {
      #expect(company.send(.post, "SalesLineDiscountAgreements", body).status == 400)
    }
    #expect(company.send(.post, "SalesPriceAgreements", ["Price": 1]).status == 400)
  }

  @Test(
    "Line and multiline discount together, as the company's parameter says",
    arguments: [
      ("Line", "171.00"), ("Multiline", "178.20"), ("MaxLineMultiline", "171.00"), ("MinLineMultiline", "178.20"),
      ("LinePlusMultiline", "151.30"), ("LineTimesMultiline", "152.10"),
    ])
  func combinations(combination: String, amount: String) throws {
    let company = try TestCompany()
    try company.post("SalesPriceParameters", ["DiscountCombination": .string(combination)])
    try company.order("ORD")
    // Two at 100.00: 10.00 and 5 %, or 1.00 and 10 %.
    let line = try company.line(
      "ORD", quantity: 2,
      ["LineDiscountAmount": 10, "LineDiscountPercentage": 5, "MultilineDiscountAmount": 1, "MultilineDiscountPercentage": 10])
    #expect(line.number("LineAmount") == decimal(amount))
    #expect(line.number("TotalDiscountAmount") == 200 - decimal(amount))
  }

  @Test("Percentages take the whole line at most, and a price that fits no column is refused")
  func bounds() throws {
    let company = try TestCompany()
    try company.order("ORD")
    let line = try company.line("ORD", quantity: 1, ["LineDiscountPercentage": 60, "MultilineDiscountPercentage": 60])
    #expect(line.number("LineAmount") == 0)
    try company.post("UnitOfMeasureConversions", ["FromUnitSymbol": "box", "ToUnitSymbol": "ea", "Factor": 1_000_000_000])
    try company.post(
      "ExchangeRates", ["FromCurrency": "USD", "ToCurrency": "EUR", "Rate": 1_000_000_000, "StartDate": "2018-01-01T12:00:00Z"])
    try company.order("EURO", ["CurrencyCode": "EUR"])
    let refused = company.send(
      .post, "CDSSalesOrderLines",
      ["SalesOrderNumber": "EURO", "ProductNumber": "D0001", "OrderedSalesQuantity": 999_999_999, "SalesUnitSymbol": "box"])
    #expect(refused.infolog?.contains("The price of 'D0001' is too high") == true, "\(refused.text)")
  }
}
