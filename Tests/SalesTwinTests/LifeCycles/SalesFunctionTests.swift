import OData
import SalesTwin
import Testing

@Suite("Functions of Sales")
struct SalesFunctionTests {
  @Test(
    "GetQuantityDecimal tells the decimals of a product's quantities", arguments: ["opportunities", "quotes", "salesorders", "invoices"])
  func quantityDecimal(set: String) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let id = try sales.create(set, sales.header(catalog, "customerid_account", [:]))
    let path =
      "\(set)(\(id))/Microsoft.Dynamics.CRM.GetQuantityDecimal(Product=@p1,UoM=@p2)?@p1={'productid':'\(catalog.bike)'}"
      + "&@p2={'@odata.id':'uoms(\(catalog.each))'}"
    #expect(try number(try sales.get(path), "Quantity") == 2)
    let otherUnit = try sales.create(
      "uoms", ["name": "kg", "uomscheduleid@odata.bind": .string("/uomschedules(\(try sales.create("uomschedules", ["name": "Mass"])))")])
    let wrong =
      "\(set)(\(id))/Microsoft.Dynamics.CRM.GetQuantityDecimal(Product=@p1,UoM=@p2)?@p1={'productid':'\(catalog.bike)'}"
      + "&@p2={'uomid':'\(otherUnit)'}"
    #expect(try sales.refusal(.get, wrong) == "0x80043b14")
  }

  @Test("RetrieveExchangeRate tells the rate of a currency")
  func exchangeRate() throws {
    let sales = try SalesClient()
    let yen = try sales.create(
      "transactioncurrencies",
      [
        "isocurrencycode": "JPY", "currencyname": "Yen", "currencysymbol": "¥", "currencyprecision": 0,
        "exchangerate": .number(try money("110.25")),
      ])
    #expect(try number(try sales.get("RetrieveExchangeRate(TransactionCurrencyId=\(yen))"), "ExchangeRate") == money("110.25"))
    #expect(try sales.refusal(.get, "RetrieveExchangeRate(TransactionCurrencyId=11111111-1111-1111-1111-111111111111)") == "0x80040217")
  }

  private func initialize(_ sales: SalesClient, _ source: String, _ target: String, _ fields: String = "ValidForCreate") throws -> JSON {
    try sales.get(
      "InitializeFrom(EntityMoniker=@p1,TargetEntityName=@p2,TargetFieldType=@p3)?@p1={'@odata.id':'\(source)'}&@p2='\(target)'"
        + "&@p3=Microsoft.Dynamics.CRM.TargetFieldType'\(fields)'")
  }

  @Test("InitializeFrom gives the body of a new row, which can be posted")
  func initializeFrom() throws {
    let sales = try SalesClient()
    let account = try sales.create("accounts", ["name": "Contoso", "address1_line1": "123 Maple St.", "address1_city": "Seattle"])
    let child = try initialize(sales, "accounts(\(account))", "account")
    #expect(child["@odata.type"] == "#Microsoft.Dynamics.CRM.account")
    #expect(child["parentaccountid@odata.bind"]?.stringValue == "accounts(\(account))")
    #expect(child["address1_city"] == "Seattle")
    #expect(child["name"] == nil)
    let contact = try initialize(sales, "accounts(\(account))", "contact")
    #expect(contact["parentcustomerid_account@odata.bind"]?.stringValue == "accounts(\(account))")
    let id = try sales.create("contacts", contact)
    #expect(try sales.get("contacts(\(id))")["address1_composite"] == "123 Maple St.\r\nSeattle")
  }

  @Test(
    "InitializeFrom along the documents carries customer, price list and reference",
    arguments: [("quote", "salesorder"), ("salesorder", "invoice")])
  func initializeDocument(source: String, target: String) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let id = try sales.create("\(source)s", sales.header(catalog, "customerid_account", ["freightamount": 5]))
    let body = try initialize(sales, "\(source)s(\(id))", target)
    #expect(body["\(source)id@odata.bind"]?.stringValue == "\(source)s(\(id))")
    #expect(body["customerid_account@odata.bind"]?.stringValue == "accounts(\(catalog.account))")
    #expect(try number(body, "freightamount") == 5)
    let copy = try sales.create("\(target)s", body)
    #expect(try sales.get("\(target)s(\(copy))")["_customerid_value"]?.stringValue == catalog.account)
  }

  @Test("InitializeFrom refuses tables that nothing connects, and unknown ones")
  func initializeRefusals() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    func path(_ target: String) -> String {
      "InitializeFrom(EntityMoniker=@p1,TargetEntityName=@p2,TargetFieldType=@p3)?@p1={'@odata.id':'uoms(\(catalog.each))'}&@p2='\(target)'"
        + "&@p3=Microsoft.Dynamics.CRM.TargetFieldType'All'"
    }
    #expect(try sales.refusal(.get, path("account")) == "0x80040203")
    #expect(try sales.refusal(.get, path("nothing")) == "0x80041102")
  }
}
