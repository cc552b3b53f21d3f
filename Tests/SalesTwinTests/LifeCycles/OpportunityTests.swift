import OData
import SalesTwin
import Testing

@Suite("Opportunities")
struct OpportunityTests {
  private func opportunity(_ sales: SalesClient, _ catalog: SalesClient.Catalog, _ more: JSON = [:]) throws -> String {
    let id = try sales.create("opportunities", sales.header(catalog, "customerid_account", more))
    for (product, quantity) in [(catalog.bike, 3), (catalog.bell, 2)] as [(String, JSON)] {
      try sales.create(
        "opportunityproducts",
        [
          "opportunityid@odata.bind": .string("/opportunities(\(id))"), "productid@odata.bind": .string("/products(\(product))"),
          "quantity": quantity, "manualdiscountamount": 10,
        ])
    }
    return id
  }

  private func close(_ sales: SalesClient, _ action: String, _ id: String, _ more: JSON = [:], status: JSON = -1) -> HTTPResponse {
    var content: JSONObject = ["opportunityid@odata.bind": .string("/opportunities(\(id))"), "subject": "Done"]
    for member in more.objectValue?.members ?? [] { content[member.name] = member.value }
    return sales.send(.post, action, ["OpportunityClose": .object(content), "Status": status])
  }

  @Test("Lines of an opportunity are priced and sum up as those of a quote")
  func prices() throws {
    let sales = try SalesClient()
    let id = try opportunity(sales, try sales.catalog(), ["freightamount": 5, "discountpercentage": 10])
    let row = try sales.get("opportunities(\(id))?$expand=product_opportunities($orderby=sequencenumber)")
    #expect(try number(row, "totallineitemamount") == 330)
    #expect(try number(row, "totalamount") == 302)
    let lines = try #require(row["product_opportunities"]?.arrayValue)
    #expect(try lines.map { try number($0, "extendedamount") } == [290, 40])
    #expect(lines[0]["opportunityproductname"] == "Product BIKE")
  }

  @Test("The estimated value is the total where the system calculates it, else what people say")
  func estimatedValue() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let calculated = try opportunity(sales, catalog, ["isrevenuesystemcalculated": true])
    let said = try opportunity(sales, catalog, ["estimatedvalue": 1000])
    #expect(try number(try sales.get("opportunities(\(calculated))"), "estimatedvalue") == 330)
    #expect(try number(try sales.get("opportunities(\(said))"), "estimatedvalue") == 1000)
  }

  @Test("An opportunity needs no price list; a line without one shows what is missing")
  func withoutPriceList() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let id = try sales.create("opportunities", ["name": "Maybe"])
    let line = try sales.create(
      "opportunityproducts",
      [
        "opportunityid@odata.bind": .string("/opportunities(\(id))"), "productid@odata.bind": .string("/products(\(catalog.bike))"),
        "quantity": 1,
      ])
    #expect(try number(try sales.get("opportunityproducts(\(line))"), "pricingerrorcode") == 2)
    #expect(try sales.refusal(.post, "GenerateQuoteFromOpportunity", ["OpportunityId": .string(id)]) == "0x80100010")
  }

  @Test("Account and contact decide the customer unless somebody names one")
  func customer() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let contact = try sales.create("contacts", ["lastname": "Doe"])
    let both = try sales.create(
      "opportunities",
      [
        "parentaccountid@odata.bind": .string("/accounts(\(catalog.account))"),
        "parentcontactid@odata.bind": .string("/contacts(\(contact))"),
      ])
    let person = try sales.create("opportunities", ["parentcontactid@odata.bind": .string("/contacts(\(contact))")])
    let row = try sales.get("opportunities(\(both))")
    #expect(row["_customerid_value"]?.stringValue == catalog.account)
    #expect(row["_accountid_value"]?.stringValue == catalog.account)
    #expect(try sales.get("opportunities(\(person))")["_contactid_value"]?.stringValue == contact)
    #expect(
      try sales.get("contacts(\(contact))")["msdynce_isactivecustomer"] == false, "an opportunity makes no active customer (R-CON-2)")
  }

  @Test(
    "WinOpportunity and LoseOpportunity note revenue and date, and leave an activity", arguments: ["WinOpportunity", "LoseOpportunity"])
  func closing(action: String) throws {
    let sales = try SalesClient()
    let id = try opportunity(sales, try sales.catalog())
    let response = close(sales, action, id, ["actualrevenue": 321, "actualend": "2018-03-01T10:00:00Z", "description": "By phone"])
    #expect(response.status == 204, "\(response.text)")
    let row = try sales.get("opportunities(\(id))?$expand=Opportunity_OpportunityClose,opportunity_OpportunityCloses")
    #expect(try number(row, "actualvalue") == 321)
    #expect(row["actualclosedate"] == "2018-03-01T10:00:00Z")
    let activity = try #require(row["Opportunity_OpportunityClose"]?.arrayValue?.first)
    #expect(activity["subject"] == "Done")
    #expect(activity["description"] == "By phone")
    #expect(try number(activity, "actualrevenue") == 321)
    #expect(row["opportunity_OpportunityCloses"]?.arrayValue?.count == 1)
  }

  @Test("A closed opportunity and its lines are read-only until it is reopened")
  func closedIsReadOnly() throws {
    let sales = try SalesClient()
    let id = try opportunity(sales, try sales.catalog())
    let line = try sales.list("opportunityproducts")[0]["opportunityproductid"]?.stringValue ?? ""
    #expect(close(sales, "WinOpportunity", id).status == 204)
    #expect(try sales.refusal(.patch, "opportunities(\(id))", ["name": "x"]) == "0x80040515")
    #expect(try sales.refusal(.patch, "opportunityproducts(\(line))", ["quantity": 9]) == "0x80043b09")
    try sales.patch("opportunities(\(id))", ["statecode": 0])
    try sales.patch("opportunityproducts(\(line))", ["quantity": 9])
  }

  @Test("An opportunity with draft or active quotes cannot be closed", arguments: [0, 1])
  func openQuotes(state: Int64) throws {
    let sales = try SalesClient()
    let id = try opportunity(sales, try sales.catalog())
    let response = sales.send(.post, "GenerateQuoteFromOpportunity", ["OpportunityId": .string(id)])
    let quote = try JSON(decoding: response.body)["quoteid"]?.stringValue ?? ""
    if state == 1 { try sales.patch("quotes(\(quote))", ["statecode": 1]) }
    for action in ["WinOpportunity", "LoseOpportunity"] {
      let refusal = close(sales, action, id)
      #expect(try JSON(decoding: refusal.body)["error"]?["code"] == "0x80040516")
    }
    if state == 0 { try sales.patch("quotes(\(quote))", ["statecode": 1]) }
    #expect(
      sales.send(.post, "CloseQuote", ["QuoteClose": ["quoteid@odata.bind": .string("/quotes(\(quote))")], "Status": 5]).status == 204)
    #expect(close(sales, "WinOpportunity", id).status == 204)
  }

  @Test(
    "A document generated from an opportunity has its customer, prices and lines, and a number of its own",
    arguments: [
      ("GenerateQuoteFromOpportunity", "quote", "opportunity_quotes", "quotenumber", "QUO-"),
      ("GenerateSalesOrderFromOpportunity", "salesorder", "opportunity_sales_orders", "ordernumber", "ORD-"),
      ("GenerateInvoiceFromOpportunity", "invoice", "opportunity_invoices", "invoicenumber", "INV-"),
    ])
  func generate(action: String, table: String, navigation: String, numberColumn: String, prefix: String) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let id = try opportunity(sales, catalog, ["freightamount": 5, "discountamount": 7])
    let response = sales.send(.post, action, ["OpportunityId": .string(id), "ColumnSet": ["AllColumns": true]])
    try #require(response.status == 200, "\(response.text)")
    let document = try JSON(decoding: response.body)
    #expect(document[numberColumn]?.stringValue?.hasPrefix(prefix) == true)
    #expect(document["_opportunityid_value"]?.stringValue == id)
    #expect(document["_customerid_value"]?.stringValue == catalog.account)
    #expect(try number(document, "totalamount") == 328)
    if table != "invoice" { #expect(document["msdynce_hasexternallymaintainedproductsonly"] == true) }
    let key = document["\(table)id"]?.stringValue ?? ""
    let lines = try sales.list("\(table)details?$filter=_\(table)id_value eq \(key)&$orderby=sequencenumber")
    #expect(try lines.map { try number($0, "extendedamount") } == [290, 40])
    #expect(lines.map { $0["productname"] } == ["Product BIKE", "Product BELL"])
    #expect(try sales.get("opportunities(\(id))?$expand=\(navigation)")[navigation]?.arrayValue?.count == 1)
    // The copy is a document like others: a changed line changes its total, and the opportunity keeps its own.
    try sales.patch("\(table)details(\(lines[0]["\(table)detailid"]?.stringValue ?? ""))", ["quantity": 1])
    #expect(try number(try sales.get("\(table)s(\(key))"), "totalamount") == 128)
    #expect(try number(try sales.get("opportunities(\(id))"), "totalamount") == 328)
  }

  @Test("A column set decides which columns an action answers with", arguments: ["ReviseQuote", "ConvertQuoteToSalesOrder"])
  func columnSet(action: String) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    try sales.patch("quotes(\(quote))", ["statecode": 1])
    func body(_ columns: JSON) -> JSON { ["QuoteId": .string(quote), "ColumnSet": ["AllColumns": false, "Columns": columns]] }
    #expect(try sales.refusal(.post, action, body(["nonsense"])) == "0x80041103")
    #expect(try number(try sales.get("quotes(\(quote))"), "statecode") == 1, "what was refused did not happen")
    let response = sales.send(.post, action, body(["name", "customerid"]))
    let row = try JSON(decoding: response.body)
    #expect(response.status == 200, "\(response.text)")
    let names = (row.objectValue?.members ?? []).map(\.name).filter { !$0.hasPrefix("@") }
    #expect(Set(names) == ["name", "_customerid_value", action == "ReviseQuote" ? "quoteid" : "salesorderid"])
  }

  @Test("Nothing is generated from a lost opportunity, and no quote from a won one")
  func generateFromClosed() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let won = try opportunity(sales, catalog)
    let lost = try opportunity(sales, catalog)
    #expect(close(sales, "WinOpportunity", won).status == 204)
    #expect(close(sales, "LoseOpportunity", lost, status: 5).status == 204)
    for action in ["GenerateQuoteFromOpportunity", "GenerateSalesOrderFromOpportunity", "GenerateInvoiceFromOpportunity"] {
      #expect(try sales.refusal(.post, action, ["OpportunityId": .string(lost)]) == "0x80040515")
      let isQuote = action == "GenerateQuoteFromOpportunity"
      #expect(sales.send(.post, action, ["OpportunityId": .string(won)]).status == (isQuote ? 400 : 200))
    }
  }

  @Test(
    "Lines of an opportunity are added to a document that is there, behind its own, if it is open",
    arguments: [
      ("GetQuoteProductsFromOpportunity", "quote"), ("GetSalesOrderProductsFromOpportunity", "salesorder"),
      ("GetInvoiceProductsFromOpportunity", "invoice"),
    ])
  func products(action: String, table: String) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let id = try opportunity(sales, catalog)
    let document = try sales.create("\(table)s", sales.header(catalog, "customerid_account", [:]))
    try sales.line("\(table)s", document, product: catalog.bell, quantity: "1")
    let path = "\(table)s(\(document))/Microsoft.Dynamics.CRM.\(action)"
    let response = sales.send(.post, path, ["OpportunityId": .string(id)])
    #expect(response.status == 204, "\(response.text)")
    let row = try sales.get("\(table)s(\(document))")
    #expect(try number(row, "totalamount") == 355)
    let lines = try sales.list("\(table)details?$filter=_\(table)id_value eq \(document)&$orderby=sequencenumber")
    #expect(try lines.map { try number($0, "sequencenumber") } == [1, 2, 3])
    try sales.patch("\(table)s(\(document))", ["statecode": table == "invoice" ? 2 : 1])
    #expect(try sales.refusal(.post, path, ["OpportunityId": .string(id)]) == "0x80043b09")
    #expect(try sales.refusal(.post, path, ["OpportunityId": "11111111-1111-1111-1111-111111111111"]) == "0x80040217")
  }

  @Test("The currency of an opportunity is that of its price list")
  func currency() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let euro = try sales.create(
      "transactioncurrencies", ["isocurrencycode": "EUR", "currencyname": "Euro", "currencysymbol": "€", "exchangerate": 2])
    let body = sales.header(
      catalog, "customerid_account", ["transactioncurrencyid@odata.bind": .string("/transactioncurrencies(\(euro))")])
    #expect(try sales.refusal(.post, "opportunities", body) == "0x80048cef")
  }

  @Test("An activity with what it has no column for is refused")
  func unknownMember() throws {
    let sales = try SalesClient()
    let id = try opportunity(sales, try sales.catalog())
    let refusal = close(sales, "WinOpportunity", id, ["revenue": 3])
    #expect(try JSON(decoding: refusal.body)["error"]?["code"] == "0x80048d19")
    #expect(try number(try sales.get("opportunities(\(id))"), "statecode") == 0)
  }

  @Test("An opportunity goes with its lines and activities; a customer who has one stays")
  func deletion() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let id = try opportunity(sales, catalog)
    #expect(close(sales, "WinOpportunity", id).status == 204)
    #expect(try sales.refusal(.delete, "accounts(\(catalog.account))") == "0x80040227")
    #expect(sales.send(.delete, "opportunities(\(id))").status == 204)
    #expect(try sales.list("opportunityproducts").isEmpty)
    #expect(try sales.list("opportunitycloses").isEmpty)
  }
}
