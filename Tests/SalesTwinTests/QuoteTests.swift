import OData
import SalesTwin
import Testing

@Suite("Quotes")
struct QuoteTests {
  private let flag = "msdynce_hasexternallymaintainedproductsonly"
  private let lineFlag = "msdynce_quotehasexternallymaintainedproductsonly"

  @Test("A new quote is a draft with a number of its own")
  func create() throws {
    let sales = try SalesClient()
    let quote = try sales.get("quotes(\(try sales.quote(try sales.catalog())))")
    #expect(quote["quotenumber"]?.stringValue?.wholeMatch(of: /QUO-01000-[A-Z0-9]{6}/) != nil)
    #expect(try number(quote, "statecode") == 0)
    #expect(try number(quote, "statuscode") == 1)
    #expect(try number(quote, "revisionnumber") == 0)
    #expect(quote[flag] == false)
  }

  @Test("Lines take the list price, the product's name and unit, and the next sequence number")
  func lineDefaults() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    try sales.line("quotes", quote, product: catalog.bike, quantity: "2", ["priceperunit": 1])
    try sales.line("quotes", quote, product: catalog.bell, quantity: "3")
    let lines = try sales.list("quotedetails?$orderby=sequencenumber")
    #expect(try lines.map { try number($0, "sequencenumber") } == [1, 2])
    #expect(try lines.map { try number($0, "priceperunit") } == [100, 25])
    #expect(lines[0]["productname"] == "Product BIKE")
    #expect(lines[0]["quotedetailname"] == "Product BIKE")
    #expect(lines[0]["_uomid_value"]?.stringValue == catalog.each)
  }

  @Test("Totals follow every line and header change: created, changed, deleted")
  func totals() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    let first = try sales.line(
      "quotes", quote, product: catalog.bike, quantity: "3", ["manualdiscountamount": 10, "tax": .number(try money("21.75"))])
    let second = try sales.line("quotes", quote, product: catalog.bell, quantity: "1")
    func header(_ column: String) throws -> ExactDecimal { try number(try sales.get("quotes(\(quote))"), column) }
    #expect(try header("totallineitemamount") == 315)
    #expect(try header("totallineitemdiscountamount") == 10)
    #expect(try header("totaltax") == money("21.75"))
    #expect(try header("totalamount") == money("336.75"))
    try sales.patch("quotes(\(quote))", ["freightamount": 8, "discountpercentage": 10, "discountamount": 5])
    #expect(try header("totaldiscountamount") == money("46.50"))
    #expect(try header("totalamountlessfreight") == money("278.50"))
    #expect(try header("totalamount") == money("308.25"))
    try sales.patch("quotedetails(\(first))", ["quantity": 1])
    #expect(try header("totallineitemamount") == 115)
    #expect(sales.send(.delete, "quotedetails(\(second))").status == 204)
    #expect(try header("totallineitemamount") == 90)
    let line = try sales.get("quotedetails(\(first))")
    #expect(try number(line, "extendedamount") == money("111.75"))
  }

  @Test("What a client writes into computed columns is dropped without a word")
  func computed() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog, ["totalamount": 999])
    try sales.line("quotes", quote, product: catalog.bike, quantity: "1", ["baseamount": 5, "extendedamount": 5])
    try sales.patch("quotes(\(quote))", ["totalamount": 999, "totaltax": 3])
    let header = try sales.get("quotes(\(quote))")
    #expect(try number(header, "totalamount") == 100)
    #expect(try number(header, "totaltax") == 0)
  }

  @Test("Per unit, the discount counts for every unit")
  func perUnit() throws {
    let sales = try SalesClient { $0.settings.discountCalculationMethod = 1 }
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    try sales.line("quotes", quote, product: catalog.bike, quantity: "11", ["manualdiscountamount": 10])
    #expect(try number(try sales.get("quotes(\(quote))"), "totalamount") == 990)
  }

  @Test("With system pricing off, amounts stay as they were written")
  func systemPricingOff() throws {
    let sales = try SalesClient { $0.settings.systemPricing = false }
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    try sales.line("quotes", quote, product: catalog.bike, quantity: "1", ["priceperunit": 7])
    try sales.patch("quotes(\(quote))", ["totalamount": 999])
    #expect(try number(try sales.get("quotes(\(quote))"), "totalamount") == 999)
    #expect(try number(try sales.list("quotedetails")[0], "priceperunit") == 7)
  }

  @Test("The flag follows every line change and is copied to all lines (R-QUO-2, R-QUO-3, R-QUO-4)")
  func externallyMaintainedFlag() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    func flags() throws -> (JSON?, [JSON?]) {
      (try sales.get("quotes(\(quote))")[flag], try sales.list("quotedetails?$orderby=sequencenumber").map { $0[lineFlag] })
    }
    try sales.line("quotes", quote, product: catalog.bike, quantity: "1")
    #expect(try flags() == (true, [true]))
    let writeIn = try sales.create(
      "quotedetails",
      [
        "quoteid@odata.bind": .string("/quotes(\(quote))"), "isproductoverridden": true, "productdescription": "Lesson", "priceperunit": 5,
        "quantity": 1,
      ])
    #expect(try flags() == (false, [false, false]))
    #expect(sales.send(.delete, "quotedetails(\(writeIn))").status == 204)
    #expect(try flags() == (true, [true]))
    let local = try sales.create(
      "products",
      [
        "productnumber": "LOCAL", "name": "Local", "defaultuomid@odata.bind": .string("/uoms(\(catalog.each))"),
        "defaultuomscheduleid@odata.bind": .string("/uomschedules(\(catalog.unitGroup))"),
      ])
    let line = try sales.line("quotes", quote, product: local, quantity: "1", ["ispriceoverridden": true, "priceperunit": 1])
    #expect(try flags() == (false, [false, false]))
    try sales.patch("quotedetails(\(line))", ["productid@odata.bind": .string("/products(\(catalog.bell))")])
    #expect(try flags() == (true, [true, true]))
  }

  @Test("Only drafts can be edited; activation is a PATCH of the state")
  func activation() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    let line = try sales.line("quotes", quote, product: catalog.bike, quantity: "1")
    try sales.patch("quotes(\(quote))", ["statecode": 1])
    let active = try sales.get("quotes(\(quote))")
    #expect(try number(active, "statuscode") == 2)
    #expect(try number(try sales.get("quotedetails(\(line))"), "quotestatecode") == 1)
    #expect(try sales.refusal(.patch, "quotedetails(\(line))", ["quantity": 2]) == "0x80043b09")
    #expect(try sales.refusal(.delete, "quotedetails(\(line))") == "0x80043b09")
    #expect(try sales.refusal(.patch, "quotes(\(quote))", ["name": "other"]) == "0x80043b09")
    #expect(try sales.refusal(.patch, "quotes(\(quote))", ["statecode": 0]) == "0x80040203")
  }

  @Test("A status that does not belong to the state is refused")
  func badStatus() throws {
    let sales = try SalesClient()
    let quote = try sales.quote(try sales.catalog())
    #expect(try sales.refusal(.patch, "quotes(\(quote))", ["statecode": 1, "statuscode": 4]) == "0x80048408")
  }

  @Test("WinQuote and CloseQuote close an active quote and leave an activity")
  func closing() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    let close: JSON = ["QuoteClose": ["quoteid@odata.bind": .string("/quotes(\(quote))"), "subject": "Won it"], "Status": -1]
    #expect(try sales.refusal(.post, "WinQuote", close) == "0x80040203")
    try sales.patch("quotes(\(quote))", ["statecode": 1])
    #expect(sales.send(.post, "WinQuote", close).status == 204)
    let won = try sales.get("quotes(\(quote))?$expand=Quote_QuoteClose")
    #expect(try number(won, "statecode") == 2)
    #expect(try number(won, "statuscode") == 4)
    #expect(won["Quote_QuoteClose"]?.arrayValue?.first?["subject"] == "Won it")

    let lost = try sales.quote(catalog)
    try sales.patch("quotes(\(lost))", ["statecode": 1])
    #expect(
      sales.send(.post, "CloseQuote", ["QuoteClose": ["quoteid@odata.bind": .string("/quotes(\(lost))")], "Status": 5]).status == 204)
    #expect(try number(try sales.get("quotes(\(lost))"), "statuscode") == 5)
  }

  @Test("ReviseQuote copies to a new draft of the same number and closes the old one as revised")
  func revise() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    try sales.line("quotes", quote, product: catalog.bike, quantity: "2", ["manualdiscountamount": 10])
    try sales.patch("quotes(\(quote))", ["statecode": 1])
    let response = sales.send(.post, "ReviseQuote", ["QuoteId": .string(quote), "ColumnSet": ["AllColumns": true]])
    #expect(response.status == 200, "\(response.text)")
    let revision = try JSON(decoding: response.body)
    let old = try sales.get("quotes(\(quote))")
    #expect(try number(old, "statuscode") == 7)
    #expect(revision["quotenumber"] == old["quotenumber"])
    #expect(try number(revision, "revisionnumber") == 1)
    #expect(try number(revision, "statecode") == 0)
    #expect(try number(revision, "totalamount") == 190)
    let id = try #require(revision["quoteid"]?.stringValue)
    #expect(try sales.list("quotedetails?$filter=_quoteid_value eq \(id)").count == 1)
    #expect(try sales.refusal(.post, "ReviseQuote", ["QuoteId": .string(quote)]) == "0x80048d00")
    try sales.line("quotes", id, product: catalog.bell, quantity: "1")
    #expect(try number(try sales.get("quotes(\(id))"), "totalamount") == 215)
    #expect(
      try sales.list("quotedetails?$filter=_quoteid_value eq \(id)&$orderby=sequencenumber").map { try number($0, "sequencenumber") } == [
        1, 2,
      ])
  }

  @Test("ConvertQuoteToSalesOrder wins the quote and makes a draft order with the same lines and amounts")
  func convert() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog, ["freightamount": 7])
    try sales.line("quotes", quote, product: catalog.bike, quantity: "3", ["manualdiscountamount": 10])
    try sales.line("quotes", quote, product: catalog.bell, quantity: "1")
    try sales.patch("quotes(\(quote))", ["statecode": 1])
    let response = sales.send(.post, "ConvertQuoteToSalesOrder", ["QuoteId": .string(quote), "QuoteCloseStatus": -1])
    #expect(response.status == 200, "\(response.text)")
    let order = try JSON(decoding: response.body)
    #expect(try number(order, "totalamount") == 322)
    #expect(order["_quoteid_value"]?.stringValue == quote)
    #expect(try number(order, "msdynce_processingstatus") == 192_350_000)
    #expect(order[flag] == true)
    #expect(try number(try sales.get("quotes(\(quote))"), "statecode") == 2)
    let lines = try sales.list("salesorderdetails?$orderby=sequencenumber")
    #expect(try lines.map { try number($0, "sequencenumber") } == [1, 2])
    #expect(lines.allSatisfy { $0["msdynce_ordernumber"] == order["ordernumber"] })
    #expect(lines.allSatisfy { $0["msdynce_orderhasexternallymaintainedproductsonly"] == true })
  }
}
