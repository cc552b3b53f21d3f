import OData
import SalesTwin
import Testing

@Suite("Volume discounts")
struct VolumeDiscountTests {
  private struct Shop {
    let sales: SalesClient
    let catalog: SalesClient.Catalog
    let quote: String

    init(amounts: Bool, inactive: Bool = false) throws {
      sales = try SalesClient()
      catalog = try sales.catalog()
      let list = try sales.discountList(amounts: amounts)
      try sales.step(list, 5, 9, amounts ? ["amount": 7] : ["percentage": .number(try money("2.5"))])
      try sales.step(list, 10, 1000, amounts ? ["amount": 15] : ["percentage": 10])
      try sales.useDiscounts(list, for: catalog.bike)
      if inactive { try sales.patch("discounttypes(\(list))", ["statecode": 1]) }
      quote = try sales.quote(catalog)
    }

    func line(_ quantity: String, _ more: JSON = [:]) throws -> JSON {
      let id = try sales.line("quotes", quote, product: catalog.bike, quantity: quantity, more)
      return try sales.get("quotedetails(\(id))")
    }
  }

  @Test(
    "The step whose range holds the quantity gives the discount per unit",
    arguments: [("4", "0", "0"), ("5", "7", "2.5"), ("9", "7", "2.5"), ("9.5", "0", "0"), ("10", "15", "10"), ("1001", "0", "0")])
  func steps(quantity: String, amount: String, percentOf100: String) throws {
    for (amounts, expected) in [(true, amount), (false, percentOf100)] {
      let line = try Shop(amounts: amounts).line(quantity)
      let discount = line["volumediscountamount"]?.numberValue ?? .zero
      #expect(discount == (try money(expected)))
      #expect(try number(line, "baseamount") == (100 - discount) * (try money(quantity)))
    }
  }

  @Test("An inactive list applies all the same")
  func inactive() throws {
    #expect(try number(try Shop(amounts: true, inactive: true).line("10"), "volumediscountamount") == 15)
  }

  @Test("The discount is looked up again only when the quantity changes")
  func onlyWithTheQuantity() throws {
    let shop = try Shop(amounts: false)
    let id = try #require(try shop.line("10")["quotedetailid"]?.stringValue)
    try shop.sales.patch("productpricelevels(\(try shop.sales.item(of: shop.catalog.bike)))", ["amount": 200])
    try shop.sales.patch("quotedetails(\(id))", ["manualdiscountamount": 1])
    var line = try shop.sales.get("quotedetails(\(id))")
    #expect(try number(line, "priceperunit") == 200)
    #expect(try number(line, "volumediscountamount") == 10)
    #expect(try number(line, "extendedamount") == 1899)
    try shop.sales.patch("quotedetails(\(id))", ["quantity": 11])
    line = try shop.sales.get("quotedetails(\(id))")
    #expect(try number(line, "volumediscountamount") == 20)
  }

  @Test("An overridden price has no volume discount")
  func overridden() throws {
    let line = try Shop(amounts: true).line("10", ["ispriceoverridden": true, "priceperunit": 90])
    #expect(line["volumediscountamount"] == .null)
    #expect(try number(line, "extendedamount") == 900)
  }

  @Test("A discount list with its steps goes when nobody needs it")
  func deletion() throws {
    let shop = try Shop(amounts: true)
    let list = try #require(try shop.sales.list("discounttypes")[0]["discounttypeid"]?.stringValue)
    #expect(shop.sales.send(.delete, "discounttypes(\(list))").status == 204)
    #expect(try shop.sales.list("discounts").isEmpty)
    #expect(try shop.line("10")["volumediscountamount"] == .null)
  }
}
