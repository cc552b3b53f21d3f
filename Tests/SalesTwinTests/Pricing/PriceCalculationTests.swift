import OData
import SalesTwin
import Testing

@Suite("When prices are calculated")
struct PriceCalculationTests {
  private func dearer(_ sales: SalesClient, _ catalog: SalesClient.Catalog) throws {
    try sales.patch("productpricelevels(\(try sales.item(of: catalog.bike)))", ["amount": 110])
  }

  @Test("RecalculatePrice takes new list prices, and does nothing the second time", arguments: ["quote", "salesorder", "invoice"])
  func recalculate(table: String) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let id = try sales.create("\(table)s", sales.header(catalog, "customerid_account", [:]))
    try sales.line("\(table)s", id, product: catalog.bike, quantity: "2")
    try dearer(sales, catalog)
    #expect(try number(try sales.get("\(table)s(\(id))"), "totalamount") == 200)
    try sales.recalculate(table, id)
    let once = try sales.get("\(table)s(\(id))")
    #expect(try number(once, "totalamount") == 220)
    try sales.recalculate(table, id)
    #expect(try sales.get("\(table)s(\(id))") == once)
  }

  @Test("CalculatePrice does the same for a document and for one of its lines")
  func calculate() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    let line = try sales.line("quotes", quote, product: catalog.bike, quantity: "2")
    try dearer(sales, catalog)
    let ofLine: JSON = ["Target": ["@odata.type": "Microsoft.Dynamics.CRM.quotedetail", "quotedetailid": .string(line)]]
    #expect(sales.send(.post, "CalculatePrice", ofLine).status == 204)
    #expect(try number(try sales.get("quotes(\(quote))"), "totalamount") == 220)
    let ofQuote: JSON = ["Target": ["@odata.type": "Microsoft.Dynamics.CRM.quote", "quoteid": .string(quote)], "ParentId": nil]
    #expect(sales.send(.post, "CalculatePrice", ofQuote).status == 204)
    let other: JSON = ["Target": ["@odata.type": "Microsoft.Dynamics.CRM.account", "accountid": .string(catalog.account)]]
    #expect(try sales.refusal(.post, "CalculatePrice", other) == "0x80040203")
    #expect(try sales.refusal(.post, "RecalculatePrice", ["entityLogicalName": "account", "entityId": .string(quote)]) == "0x80040203")
  }

  @Test("Prices of a document that is closed for changes are not calculated")
  func closed() throws {
    let sales = try SalesClient()
    let quote = try sales.quote(try sales.catalog())
    try sales.patch("quotes(\(quote))", ["statecode": 1])
    #expect(try sales.refusal(.post, "RecalculatePrice", ["entityLogicalName": "quote", "entityId": .string(quote)]) == "0x80043b09")
  }

  @Test("Locked prices stay, amounts follow the quantity")
  func locked() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    let line = try sales.line("salesorders", order, product: catalog.bike, quantity: "2")
    #expect(sales.send(.post, "salesorders(\(order))/Microsoft.Dynamics.CRM.LockSalesOrderPricing", [:]).status == 204)
    try dearer(sales, catalog)
    try sales.recalculate("salesorder", order)
    #expect(try number(try sales.get("salesorders(\(order))"), "totalamount") == 200)
    try sales.patch("salesorderdetails(\(line))", ["quantity": 3])
    #expect(try number(try sales.get("salesorders(\(order))"), "totalamount") == 300)
    #expect(try sales.refusal(.patch, "salesorderdetails(\(line))", ["priceperunit": 1]) == "0x80043b1d")
    #expect(sales.send(.post, "salesorders(\(order))/Microsoft.Dynamics.CRM.UnlockSalesOrderPricing", [:]).status == 204)
    try sales.recalculate("salesorder", order)
    #expect(try number(try sales.get("salesorders(\(order))"), "totalamount") == 330)
  }

  @Test("A line that asks to skip the calculation keeps what was written, and so does its document, until somebody calculates")
  func skipped() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    let line = try sales.line("quotes", quote, product: catalog.bike, quantity: "2", ["skippricecalculation": 3, "priceperunit": 5])
    var row = try sales.get("quotedetails(\(line))")
    #expect(try number(row, "priceperunit") == 5)
    #expect(row["extendedamount"] == .null)
    #expect(try number(try sales.get("quotes(\(quote))"), "totalamount") == 0)
    try sales.patch("quotedetails(\(line))", ["baseamount": 12, "extendedamount": 13])
    row = try sales.get("quotedetails(\(line))")
    #expect(try number(row, "extendedamount") == 13)
    #expect(try number(try sales.get("quotes(\(quote))"), "totalamount") == 0)
    try sales.recalculate("quote", quote)
    #expect(try number(try sales.get("quotes(\(quote))"), "totalamount") == 200)
  }

  @Test("1 skips on create only, 2 on update only")
  func skippedOnOneOccasion() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    let first = try sales.line("quotes", quote, product: catalog.bike, quantity: "1", ["skippricecalculation": 1])
    #expect(try sales.get("quotedetails(\(first))")["extendedamount"] == .null)
    try sales.patch("quotedetails(\(first))", ["quantity": 2])
    #expect(try number(try sales.get("quotedetails(\(first))"), "extendedamount") == 200)
    let second = try sales.line("quotes", quote, product: catalog.bell, quantity: "1", ["skippricecalculation": 2])
    #expect(try number(try sales.get("quotes(\(quote))"), "totalamount") == 225)
    try sales.patch("quotedetails(\(second))", ["quantity": 4])
    #expect(try number(try sales.get("quotes(\(quote))"), "totalamount") == 225)
  }

  @Test("With system pricing off nothing is calculated, not by hand either; once it is on again, asking repairs all")
  func systemPricingOff() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let organization = try #require(try sales.list("organizations")[0]["organizationid"]?.stringValue)
    try sales.patch("organizations(\(organization))", ["oobpricecalculationenabled": false])
    let quote = try sales.quote(catalog)
    let line = try sales.line("quotes", quote, product: catalog.bike, quantity: "2", ["priceperunit": 7, "manualdiscountamount": 5])
    try sales.patch("quotedetails(\(line))", ["extendedamount": 9])
    try sales.patch("quotes(\(quote))", ["totalamount": 999, "pricingerrorcode": 25])
    try sales.recalculate("quote", quote)
    var header = try sales.get("quotes(\(quote))")
    #expect(try number(header, "totalamount") == 999)
    #expect(try number(header, "pricingerrorcode") == 25)
    var row = try sales.get("quotedetails(\(line))")
    #expect(try number(row, "priceperunit") == 7)
    #expect(try number(row, "extendedamount") == 9)
    #expect(row["baseamount"] == .null)
    try sales.patch("organizations(\(organization))", ["oobpricecalculationenabled": true])
    try sales.recalculate("quote", quote)
    header = try sales.get("quotes(\(quote))")
    row = try sales.get("quotedetails(\(line))")
    #expect(try number(row, "extendedamount") == 195)
    #expect(try number(header, "totalamount") == 195)
    #expect(try number(header, "pricingerrorcode") == 0)
  }

  @Test("A quote that moves to another currency and list has its lines priced from there")
  func anotherCurrency() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    let line = try sales.line("quotes", quote, product: catalog.bike, quantity: "2")
    let yen = try sales.currency("JPY", rate: "110", precision: 0)
    let bind: JSON = .string("/transactioncurrencies(\(yen))")
    #expect(try sales.refusal(.patch, "quotes(\(quote))", ["transactioncurrencyid@odata.bind": bind]) == "0x80048cee")
    let list = try sales.create("pricelevels", ["name": "Japan", "transactioncurrencyid@odata.bind": bind])
    try sales.create(
      "productpricelevels",
      [
        "pricelevelid@odata.bind": .string("/pricelevels(\(list))"), "productid@odata.bind": .string("/products(\(catalog.bike))"),
        "uomid@odata.bind": .string("/uoms(\(catalog.each))"), "amount": 11000,
      ])
    try sales.patch(
      "quotes(\(quote))", ["transactioncurrencyid@odata.bind": bind, "pricelevelid@odata.bind": .string("/pricelevels(\(list))")])
    let row = try sales.get("quotedetails(\(line))")
    #expect(row["_transactioncurrencyid_value"]?.stringValue == yen)
    #expect(try number(row, "exchangerate") == 110)
    #expect(try number(row, "extendedamount") == 22000)
    #expect(try number(row, "extendedamount_base") == 200)
    let header = try sales.get("quotes(\(quote))")
    #expect(try number(header, "totalamount") == 22000)
    #expect(try number(header, "totalamount_base") == 200)
  }
}
