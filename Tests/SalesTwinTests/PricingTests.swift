import OData
import SalesTwin
import Testing

@Suite("Pricing of documents")
struct PricingTests {
  @Test("An overridden price stays, any other is replaced by the list's")
  func overriding() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    let line = try sales.line("salesorders", order, product: catalog.bike, quantity: "1", ["ispriceoverridden": true, "priceperunit": 80])
    #expect(try number(try sales.get("salesorders(\(order))"), "totalamount") == 80)
    try sales.patch("salesorderdetails(\(line))", ["ispriceoverridden": false])
    #expect(try number(try sales.get("salesorders(\(order))"), "totalamount") == 100)
  }

  @Test("A product that is not in the price list gives error 11 on the line and 1 on the header")
  func notInPriceList() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let other = try sales.create("pricelevels", ["name": "Empty"])
    let order = try sales.order(catalog, ["pricelevelid@odata.bind": .string("/pricelevels(\(other))")])
    let line = try sales.line("salesorders", order, product: catalog.bike, quantity: "1")
    #expect(try number(try sales.get("salesorderdetails(\(line))"), "pricingerrorcode") == 11)
    #expect(try number(try sales.get("salesorders(\(order))"), "pricingerrorcode") == 1)
    try sales.patch("salesorders(\(order))", ["pricelevelid@odata.bind": .string("/pricelevels(\(catalog.priceList))")])
    #expect(try number(try sales.get("salesorders(\(order))"), "pricingerrorcode") == 0)
    #expect(try number(try sales.get("salesorders(\(order))"), "totalamount") == 100)
  }

  @Test("Where no price list is needed, the product's default list helps, else the price is nothing")
  func optionalPriceList() throws {
    let sales = try SalesClient { $0.settings.isPriceListMandatory = false }
    let catalog = try sales.catalog()
    let order = try sales.create("salesorders", ["name": "No list"])
    let line = try sales.line("salesorders", order, product: catalog.bike, quantity: "1")
    #expect(try number(try sales.get("salesorderdetails(\(line))"), "priceperunit") == 0)
    try sales.patch("products(\(catalog.bike))", ["pricelevelid@odata.bind": .string("/pricelevels(\(catalog.priceList))")])
    try sales.patch("salesorderdetails(\(line))", ["quantity": 2])
    #expect(try number(try sales.get("salesorders(\(order))"), "totalamount") == 200)
  }

  @Test("A price list is required (R-ORD-13) and must be in the document's currency")
  func priceListRules() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    #expect(try sales.refusal(.post, "salesorders", ["name": "X"]) == "0x80100010")
    let euro = try sales.create(
      "transactioncurrencies",
      ["isocurrencycode": "EUR", "currencyname": "Euro", "currencysymbol": "€", "exchangerate": .number(try money("0.8"))])
    let bind: JSON = ["transactioncurrencyid@odata.bind": .string("/transactioncurrencies(\(euro))")]
    #expect(try sales.refusal(.post, "quotes", sales.header(catalog, "customerid_account", bind)) == "0x80048cee")
    #expect(try sales.refusal(.post, "invoices", sales.header(catalog, "customerid_account", bind)) == "0x80048cf6")
  }

  @Test("A document without currency takes the price list's, with its rate and decimals")
  func currency() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let yen = try sales.create(
      "transactioncurrencies",
      ["isocurrencycode": "JPY", "currencyname": "Yen", "currencysymbol": "¥", "currencyprecision": 0, "exchangerate": 110])
    let list = try sales.create(
      "pricelevels", ["name": "Japan", "transactioncurrencyid@odata.bind": .string("/transactioncurrencies(\(yen))")])
    let order = try sales.create("salesorders", ["pricelevelid@odata.bind": .string("/pricelevels(\(list))")])
    try sales.line("salesorders", order, product: catalog.bike, quantity: "0.33", ["ispriceoverridden": true, "priceperunit": 10])
    let header = try sales.get("salesorders(\(order))")
    #expect(header["_transactioncurrencyid_value"]?.stringValue == yen)
    #expect(try number(header, "exchangerate") == 110)
    #expect(try number(header, "totalamount") == 3)
  }

  @Test("Quantities have no more decimals than the product allows")
  func quantityDecimals() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    let body: JSON = [
      "salesorderid@odata.bind": .string("/salesorders(\(order))"), "productid@odata.bind": .string("/products(\(catalog.bike))"),
      "quantity": .number(try money("1.234")),
    ]
    #expect(try sales.refusal(.post, "salesorderdetails", body) == "0x80043b07")
  }

  @Test("Draft and retired products cannot be put on a document (R-PRO-10)", arguments: [Int64(2), 1])
  func unusableProduct(state: Int64) throws {
    let sales = try SalesClient { $0.settings.createProductsActive = false }
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    if state == 1 {
      try sales.patch("products(\(catalog.bike))", ["statecode": 0])
      try sales.patch("products(\(catalog.bike))", ["statecode": 1])
    }
    let body: JSON = [
      "salesorderid@odata.bind": .string("/salesorders(\(order))"), "productid@odata.bind": .string("/products(\(catalog.bike))"),
      "quantity": 1,
    ]
    #expect(sales.send(.post, "salesorderdetails", body).status == 400)
    #expect(try sales.list("salesorderdetails").isEmpty)
  }

  @Test("A locked order keeps its prices, and locking twice is refused")
  func locked() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    let line = try sales.line("salesorders", order, product: catalog.bike, quantity: "1", ["ispriceoverridden": true, "priceperunit": 80])
    let lock = "salesorders(\(order))/Microsoft.Dynamics.CRM.LockSalesOrderPricing"
    #expect(sales.send(.post, lock, [:]).status == 204)
    #expect(try sales.refusal(.post, lock, [:]) == "0x80043b1d")
    #expect(try sales.refusal(.patch, "salesorderdetails(\(line))", ["priceperunit": 90]) == "0x80043b1d")
    try sales.patch("salesorderdetails(\(line))", ["quantity": 2])
    #expect(try number(try sales.get("salesorders(\(order))"), "totalamount") == 160)
  }

  @Test("Header sums stay right over a long random history of line changes")
  func sumsStayRight() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog, ["discountpercentage": 3])
    var lines: [String] = []
    var generator = Draws()
    for _ in 0..<60 {
      let draw = generator.next(below: 10)
      if draw < 5 || lines.isEmpty {
        lines.append(
          try sales.line(
            "salesorders", order, product: draw % 2 == 0 ? catalog.bike : catalog.bell, quantity: "\(1 + draw)",
            ["tax": .number(ExactDecimal(draw)), "manualdiscountamount": .number(ExactDecimal(mantissa: Int128(draw * 7), scale: 1))]))
      } else if draw < 8 {
        try sales.patch("salesorderdetails(\(lines[generator.next(below: lines.count)]))", ["quantity": .number(ExactDecimal(draw))])
      } else {
        #expect(sales.send(.delete, "salesorderdetails(\(lines.remove(at: generator.next(below: lines.count))))").status == 204)
      }
    }
    let header = try sales.get("salesorders(\(order))")
    let rows = try sales.list("salesorderdetails")
    let extended = try rows.reduce(ExactDecimal.zero) { $0 + (try number($1, "extendedamount")) }
    let tax = try rows.reduce(ExactDecimal.zero) { $0 + (try number($1, "tax")) }
    #expect(try number(header, "totaltax") == tax)
    #expect(try number(header, "totallineitemamount") == extended - tax)
    let discount = ((extended - tax) * 3).divided(by: 100, scale: 2)
    #expect(try number(header, "totalamount") == extended - discount)
  }

  /// A short deterministic sequence; no clock, no system generator.
  private struct Draws {
    private var state: UInt64 = 42

    mutating func next(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }
}
