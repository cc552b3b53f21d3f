import OData
import Testing

/// Short ways to say what tests of pricing say all the time.
extension SalesClient {
  @discardableResult
  func currency(_ code: String, rate: String, precision: Int64 = 2) throws -> String {
    try create(
      "transactioncurrencies",
      [
        "isocurrencycode": .string(code), "currencyname": .string(code), "currencysymbol": .string(code),
        "currencyprecision": .number(ExactDecimal(precision)), "exchangerate": .number(try money(rate)),
      ])
  }

  /// Adds a write-in line.
  @discardableResult
  func writeIn(_ parent: String, _ id: String, _ name: String, _ more: JSON = [:]) throws -> String {
    let singular = String(parent.dropLast())
    var body: JSONObject = ["productdescription": .string(name)]
    body["\(singular)id@odata.bind"] = .string("/\(parent)(\(id))")
    for member in more.objectValue?.members ?? [] { body[member.name] = member.value }
    return try create("\(singular)details", .object(body))
  }

  /// The product's price list item.
  func item(of product: String) throws -> String {
    try #require(try list("productpricelevels?$filter=_productid_value eq \(product)")[0]["productpricelevelid"]?.stringValue)
  }

  func recalculate(_ table: String, _ id: String) throws {
    let response = send(.post, "RecalculatePrice", ["entityLogicalName": .string(table), "entityId": .string(id)])
    try #require(response.status == 204, "\(response.text)")
  }

  /// A volume discount list, of amounts or of percentages.
  func discountList(amounts: Bool, _ more: JSON = [:]) throws -> String {
    var body: JSONObject = ["name": "Volume", "isamounttype": .bool(amounts)]
    for member in more.objectValue?.members ?? [] { body[member.name] = member.value }
    return try create("discounttypes", .object(body))
  }

  func step(_ list: String, _ low: Int64, _ high: Int64, _ more: JSON) throws {
    var body: JSONObject = [
      "discounttypeid@odata.bind": .string("/discounttypes(\(list))"), "lowquantity": .number(ExactDecimal(low)),
      "highquantity": .number(ExactDecimal(high)),
    ]
    for member in more.objectValue?.members ?? [] { body[member.name] = member.value }
    try create("discounts", .object(body))
  }

  func useDiscounts(_ list: String, for product: String) throws {
    try patch("productpricelevels(\(try item(of: product)))", ["discounttypeid@odata.bind": .string("/discounttypes(\(list))")])
  }

  /// A quote in a currency of which one unit is worth ten thousand of base currency.
  func dearQuote() throws -> String {
    let currency = try currency("XAU", rate: "0.0001")
    let bind: JSON = .string("/transactioncurrencies(\(currency))")
    let list = try create("pricelevels", ["name": "Gold", "transactioncurrencyid@odata.bind": bind])
    return try create("quotes", ["name": "Dear", "pricelevelid@odata.bind": .string("/pricelevels(\(list))")])
  }
}
