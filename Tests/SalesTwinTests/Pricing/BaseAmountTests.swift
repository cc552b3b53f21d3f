import OData
import SalesTwin
import Testing
import Twin

@Suite("Amounts in base currency")
struct BaseAmountTests {
  @Test("Every money column of every table with a currency has a read-only companion")
  func companions() throws {
    let model = try SalesClient().twin.model
    var found = 0
    for table in model.tables where table.column("exchangerate") != nil {
      guard table.lookups.contains(where: { $0.name == "transactioncurrencyid" }) else { continue }
      for column in table.columns where column.type == .decimal && column.scale == 4 && !column.isHidden && !column.name.hasSuffix("_base")
      {
        let base = try #require(table.column("\(column.name)_base"), "\(table.name).\(column.name)")
        #expect(base.scale == 4 && !base.canCreate && !base.canUpdate)
        found += 1
      }
    }
    #expect(found > 40)
  }

  @Test("The companion is the amount divided by the rate, with four decimals, and follows the amount")
  func follows() throws {
    let sales = try SalesClient()
    let currency = try sales.currency("EUR", rate: "0.7")
    let bind: JSON = .string("/transactioncurrencies(\(currency))")
    let account = try sales.create(
      "accounts", ["name": "A", "creditlimit": 100, "creditlimit_base": 5, "transactioncurrencyid@odata.bind": bind])
    var row = try sales.get("accounts(\(account))")
    #expect(try number(row, "exchangerate") == money("0.7"))
    #expect(try number(row, "creditlimit_base") == money("142.8571"))
    #expect(row["revenue_base"] == .null)
    try sales.patch("accounts(\(account))", ["revenue": 7, "creditlimit": nil])
    row = try sales.get("accounts(\(account))")
    #expect(try number(row, "revenue_base") == 10)
    #expect(row["creditlimit_base"] == .null)
  }

  @Test("A new rate reaches a row when an amount or its currency is written, and not before")
  func rates() throws {
    let sales = try SalesClient()
    let currency = try sales.currency("EUR", rate: "0.5")
    let bind: JSON = .string("/transactioncurrencies(\(currency))")
    let account = try sales.create("accounts", ["name": "A", "creditlimit": 100, "revenue": 10, "transactioncurrencyid@odata.bind": bind])
    func bases() throws -> [ExactDecimal] {
      let row = try sales.get("accounts(\(account))")
      return try ["exchangerate", "creditlimit_base", "revenue_base"].map { try number(row, $0) }
    }
    try sales.patch("transactioncurrencies(\(currency))", ["exchangerate": .number(try money("0.8"))])
    #expect(try bases() == [try money("0.5"), 200, 20])
    try sales.patch("accounts(\(account))", ["name": "B"])
    #expect(try bases() == [try money("0.5"), 200, 20])
    try sales.patch("accounts(\(account))", ["revenue": 10])
    #expect(try bases() == [try money("0.8"), 125, try money("12.5")])
    let dollar = try #require(
      try sales.list("transactioncurrencies?$filter=isocurrencycode eq 'USD'")[0]["transactioncurrencyid"]?.stringValue)
    try sales.patch("accounts(\(account))", ["transactioncurrencyid@odata.bind": .string("/transactioncurrencies(\(dollar))")])
    #expect(try bases() == [1, 100, 10])
  }

  @Test("Totals of a document follow into base currency with every line, and a copy takes the rate of its day")
  func documents() throws {
    let sales = try SalesClient()
    let currency = try sales.currency("JPY", rate: "110", precision: 0)
    let bind: JSON = .string("/transactioncurrencies(\(currency))")
    let list = try sales.create("pricelevels", ["name": "Japan", "transactioncurrencyid@odata.bind": bind])
    let quote = try sales.create("quotes", ["name": "Q", "pricelevelid@odata.bind": .string("/pricelevels(\(list))"), "freightamount": 11])
    let line = try sales.writeIn("quotes", quote, "Lesson", ["quantity": 3, "priceperunit": 500, "manualdiscountamount": 4])
    let row = try sales.get("quotedetails(\(line))")
    #expect(try number(row, "priceperunit_base") == money("4.5455"))
    #expect(try number(row, "extendedamount_base") == money("13.6"))
    var header = try sales.get("quotes(\(quote))")
    #expect(try number(header, "totalamount") == 1507)
    #expect(try number(header, "totalamount_base") == money("13.7"))
    #expect(try number(header, "freightamount_base") == money("0.1"))
    try sales.patch("transactioncurrencies(\(currency))", ["exchangerate": 100])
    try sales.patch("quotes(\(quote))", ["statecode": 1])
    let answer = sales.send(.post, "ReviseQuote", ["QuoteId": .string(quote)])
    header = try JSON(decoding: answer.body)
    #expect(try number(header, "exchangerate") == 100)
    #expect(try number(header, "totalamount_base") == money("15.07"))
  }

  @Test("An amount that base currency cannot hold is refused")
  func tooMuch() throws {
    let sales = try SalesClient()
    let currency = try sales.currency("XAU", rate: "0.0001")
    let body: JSON = [
      "name": "A", "creditlimit": 100_000_000_000_000, "transactioncurrencyid@odata.bind": .string("/transactioncurrencies(\(currency))"),
    ]
    #expect(try sales.refusal(.post, "accounts", body) == "0x80044330")
  }

  @Test("Companions can be filtered, and are shown with the base currency's symbol")
  func queries() throws {
    let sales = try SalesClient()
    let currency = try sales.currency("EUR", rate: "0.5")
    let bind: JSON = .string("/transactioncurrencies(\(currency))")
    try sales.create("accounts", ["name": "A", "creditlimit": 100, "transactioncurrencyid@odata.bind": bind])
    try sales.create("accounts", ["name": "B", "creditlimit": 150])
    let rows = try sales.list("accounts?$filter=creditlimit_base gt 150&$select=name")
    #expect(rows.map { $0["name"] } == ["A"])
    let answer = sales.send(
      .get, "accounts?$filter=name eq 'A'&$select=creditlimit,creditlimit_base",
      headers: ["Prefer": "odata.include-annotations=\"*\""])
    let row = try JSON(decoding: answer.body)["value"]?.arrayValue?.first
    #expect(row?["creditlimit@OData.Community.Display.V1.FormattedValue"] == "EUR100.00")
    #expect(row?["creditlimit_base@OData.Community.Display.V1.FormattedValue"] == "$200.00")
  }

  @Test("Amounts are rounded to the currency's decimals, unit prices to the organization's")
  func precision() throws {
    let sales = try SalesClient { $0.settings.pricingDecimals = 4 }
    let currency = try sales.currency("KWD", rate: "0.3", precision: 3)
    let bind: JSON = .string("/transactioncurrencies(\(currency))")
    let list = try sales.create("pricelevels", ["name": "Kuwait", "transactioncurrencyid@odata.bind": bind])
    let quote = try sales.create("quotes", ["name": "Q", "pricelevelid@odata.bind": .string("/pricelevels(\(list))")])
    let line = try sales.writeIn(
      "quotes", quote, "Lesson",
      ["quantity": 1, "priceperunit": .number(try money("1.23456")), "tax": .number(try money("0.0005")), "manualdiscountamount": 0])
    let row = try sales.get("quotedetails(\(line))")
    #expect(try number(row, "priceperunit") == money("1.2346"))
    #expect(try number(row, "tax") == money("0.001"))
    #expect(try number(row, "baseamount") == money("1.235"))
    let account = try sales.create(
      "accounts", ["name": "A", "creditlimit": .number(try money("1.2345")), "transactioncurrencyid@odata.bind": bind])
    #expect(try number(try sales.get("accounts(\(account))"), "creditlimit") == money("1.235"))
  }
}
