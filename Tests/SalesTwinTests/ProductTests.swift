import OData
import SalesTwin
import Testing

@Suite("Products and price lists")
struct ProductTests {
  private func body(_ catalog: SalesClient.Catalog, _ more: JSON = [:]) -> JSON {
    var body: JSONObject = [
      "productnumber": "P-1", "name": "One", "price": 12, "defaultuomid@odata.bind": .string("/uoms(\(catalog.each))"),
      "defaultuomscheduleid@odata.bind": .string("/uomschedules(\(catalog.unitGroup))"),
    ]
    for member in more.objectValue?.members ?? [] { body[member.name] = member.value }
    return .object(body)
  }

  private func items(_ sales: SalesClient, _ product: String) throws -> [JSON] {
    try sales.list("productpricelevels?$filter=_productid_value eq \(product)&$expand=pricelevelid($select=name)")
  }

  @Test("The externally maintained flag has three states: No when entered in Sales, Yes and blank as told (R-PRO-4)")
  func flag() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let entered = try sales.create("products", body(catalog))
    let imported = try sales.create("products", body(catalog, ["productnumber": "P-2", "msdynce_ismaintainedexternally": true]))
    let old = try sales.create("products", body(catalog, ["productnumber": "P-3", "msdynce_ismaintainedexternally": .null]))
    #expect(try sales.get("products(\(entered))")["msdynce_ismaintainedexternally"] == false)
    #expect(try sales.get("products(\(imported))")["msdynce_ismaintainedexternally"] == true)
    #expect(try sales.get("products(\(old))")["msdynce_ismaintainedexternally"] == .null)
  }

  @Test("New products start Draft or Active as the setting says (R-SET-18)", arguments: [(true, 0), (false, 2)])
  func startState(vector: (Bool, Int)) throws {
    let sales = try SalesClient { $0.settings.createProductsActive = vector.0 }
    let catalog = try sales.catalog()
    let product = try sales.get("products(\(catalog.bike))")
    #expect(try number(product, "statecode") == ExactDecimal(vector.1))
    #expect(try number(product, "statuscode") == ExactDecimal(vector.0 ? 1 : 0))
  }

  @Test("Product numbers are unique, with the catalogue's own refusal")
  func uniqueNumber() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    #expect(try sales.refusal(.post, "products", body(catalog, ["productnumber": "bike"])) == "0x80043b06")
    #expect(try sales.refusal(.patch, "products(\(catalog.bike))", ["productnumber": "BELL"]) == "0x80043b06")
  }

  @Test("The default unit must belong to the unit group")
  func unitGroup() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let other = try sales.create("uomschedules", ["name": "Other", "baseuomname": "kg"])
    let kilogram = try sales.list("uoms?$filter=name eq 'kg'")[0]["uomid"]?.stringValue ?? ""
    #expect(try sales.refusal(.post, "products", body(catalog, ["defaultuomid@odata.bind": .string("/uoms(\(kilogram))")])) == "0x80043b14")
    #expect(try sales.get("uoms(\(kilogram))")["_uomscheduleid_value"]?.stringValue == other)
  }

  @Test("An imported product lands in the first valid price list of its currency by name (R-PRO-5, R-PRO-6, R-PRO-12)")
  func placement() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    try sales.create("pricelevels", ["name": "aaa expired", "enddate": "2018-04-01T00:00:00Z"])
    try sales.create("pricelevels", ["name": "AAA future", "begindate": "2018-05-01T00:00:00Z"])
    let inactive = try sales.create("pricelevels", ["name": "Abba"])
    try sales.patch("pricelevels(\(inactive))", ["statecode": 1])
    try sales.create("pricelevels", ["name": "bargain"])
    let product = try sales.create("products", body(catalog, ["msdynce_ismaintainedexternally": true]))
    let found = try items(sales, product)
    #expect(found.count == 1)
    let item = try #require(found.first)
    #expect(item["pricelevelid"]?["name"] == "bargain")
    #expect(try number(item, "amount") == 12)
  }

  @Test("The price list item follows the product's price; an item in an older list stays (R-PRO-11)")
  func priceUpdate() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    try sales.patch("products(\(catalog.bike))", ["price": 110])
    #expect(try items(sales, catalog.bike).map { try number($0, "amount") } == [110])
    try sales.create("pricelevels", ["name": "A first one"])
    try sales.patch("products(\(catalog.bike))", ["price": 120])
    let found = try items(sales, catalog.bike).sorted { ($0["amount"]?.numberValue ?? 0) < ($1["amount"]?.numberValue ?? 0) }
    #expect(try found.map { try number($0, "amount") } == [110, 120])
    #expect(found.last?["pricelevelid"]?["name"] == "A first one")
  }

  @Test("A mapped default price list overrides the rule (R-PRO-9); without the flag it cannot be set while creating")
  func mappedList() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let mapped = try sales.create("pricelevels", ["name": "zzz"])
    let bind: JSON = ["pricelevelid@odata.bind": .string("/pricelevels(\(mapped))"), "msdynce_ismaintainedexternally": true]
    let product = try sales.create("products", body(catalog, bind))
    #expect(try items(sales, product).map { $0["pricelevelid"]?["name"] } == ["zzz"])
    let local = try sales.create(
      "products", body(catalog, ["productnumber": "P-2", "pricelevelid@odata.bind": .string("/pricelevels(\(mapped))")]))
    #expect(try sales.get("products(\(local))")["_pricelevelid_value"] == .null)
  }

  @Test("Without a price list in its currency the imported product fails (R-PRO-7)")
  func noPriceList() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let euro = try sales.create(
      "transactioncurrencies",
      ["isocurrencycode": "EUR", "currencyname": "Euro", "currencysymbol": "€", "exchangerate": .number(try money("0.8"))])
    let bind: JSON = [
      "transactioncurrencyid@odata.bind": .string("/transactioncurrencies(\(euro))"), "msdynce_ismaintainedexternally": true,
    ]
    let response = sales.send(.post, "products", body(catalog, bind))
    #expect(response.status == 400)
    #expect(response.text.contains("no valid price list with currency EUR"))
    #expect(try sales.list("products?$filter=productnumber eq 'P-1'").isEmpty)
  }

  @Test(
    "The life cycle refuses what it forbids with the published codes",
    arguments: [(0, 2, "0x8004f912"), (0, 0, "0x8004f982"), (1, 0, "0x8004f977"), (1, 2, "0x8004f979"), (1, 3, "0x8004f883")])
  func lifeCycle(vector: (Int64, Int64, String)) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    if vector.0 == 1 { try sales.patch("products(\(catalog.bike))", ["statecode": 1]) }
    #expect(try sales.refusal(.patch, "products(\(catalog.bike))", ["statecode": .number(ExactDecimal(vector.1))]) == vector.2)
  }

  @Test("An active product may be updated, a retired one not")
  func retired() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    try sales.patch("products(\(catalog.bike))", ["description": "still fine"])
    try sales.patch("products(\(catalog.bike))", ["statecode": 1])
    #expect(try sales.refusal(.patch, "products(\(catalog.bike))", ["description": "too late"]) == "0x8004f995")
  }

  @Test("Price list names are unique, and so are their items")
  func uniqueness() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    #expect(try sales.refusal(.post, "pricelevels", ["name": "crm service usa (SAMPLE)"]) == "0x80043b0f")
    let item: JSON = [
      "pricelevelid@odata.bind": .string("/pricelevels(\(catalog.priceList))"),
      "productid@odata.bind": .string("/products(\(catalog.bike))"),
      "uomid@odata.bind": .string("/uoms(\(catalog.each))"), "amount": 1,
    ]
    #expect(try sales.refusal(.post, "productpricelevels", item) == "0x80043b08")
    #expect(try sales.refusal(.post, "transactioncurrencies", ["isocurrencycode": "usd"]) == "0x80048cf3")
  }
}
