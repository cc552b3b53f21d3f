import Ambient
import EntityStore
import OData
import SalesTwin
import Testing
import Twin

/// A Sales twin behind its Web API, and short ways to say what tests say all the time.
final class SalesClient {
  let twin: SalesTwin
  let service: TwinService
  let clock: VirtualClock

  init(
    _ configure: (inout SalesConfiguration) -> Void = { _ in }, seed: UInt64 = 1, model: ServiceModel? = nil,
    location: EntityStore.Location = .memory
  ) throws {
    clock = VirtualClock(start: try #require(Timestamp("2018-04-03T08:00:00Z")))
    let ambient = Ambient(clock: clock, seed: seed)
    var configuration = SalesConfiguration()
    configure(&configuration)
    twin = try SalesTwin(ambient: ambient, configuration: configuration, location: location, model: model)
    service = TwinService(product: twin, ambient: ambient)
  }

  func send(_ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil, headers: HTTPHeaders = [:]) -> HTTPResponse {
    var headers = headers
    if body != nil { headers["Content-Type"] = "application/json" }
    let target = "/api/data/v9.2/" + (path.addingQueryEncoding)
    return service.handle(HTTPRequest(method, target, headers: headers, body: body?.encoded() ?? []))
  }

  /// Creates a row and answers its identifier.
  @discardableResult
  func create(_ set: String, _ body: JSON, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let response = send(.post, set, body)
    try #require(response.status == 204, "\(response.text)", sourceLocation: sourceLocation)
    let id = try #require(response.headers["OData-EntityId"], sourceLocation: sourceLocation)
    let open = try #require(id.lastIndex(of: "("))
    return String(id[id.index(after: open)...].dropLast())
  }

  @discardableResult
  func patch(_ path: String, _ body: JSON, sourceLocation: SourceLocation = #_sourceLocation) throws -> HTTPResponse {
    let response = send(.patch, path, body)
    try #require(response.status == 204, "\(response.text)", sourceLocation: sourceLocation)
    return response
  }

  func get(_ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
    let response = send(.get, path)
    try #require(response.status == 200, "\(response.text)", sourceLocation: sourceLocation)
    return try JSON(decoding: response.body)
  }

  func list(_ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [JSON] {
    try #require(try get(path, sourceLocation: sourceLocation)["value"]?.arrayValue)
  }

  /// The code of the error that a request is refused with.
  func refusal(_ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil) throws -> String {
    let response = send(method, path, body)
    #expect(response.status >= 400, "\(response.status) \(response.text)")
    return try #require(try JSON(decoding: response.body)["error"]?["code"]?.stringValue)
  }

  /// What most flows need: unit group, unit, price list, an account, two externally maintained products at 100 and 25.
  struct Catalog {
    let unitGroup: String
    let each: String
    let priceList: String
    let account: String
    let bike: String
    let bell: String
  }

  func catalog() throws -> Catalog {
    let group = try create("uomschedules", ["name": "Default unit"])
    let each = try create("uoms", ["name": "ea", "quantity": 1, "uomscheduleid@odata.bind": .string("/uomschedules(\(group))")])
    let usd = try list("transactioncurrencies")[0]["transactioncurrencyid"]?.stringValue ?? ""
    let prices = try create(
      "pricelevels", ["name": "CRM Service USA (sample)", "transactioncurrencyid@odata.bind": .string("/transactioncurrencies(\(usd))")])
    let account = try create("accounts", ["name": "Contoso Retail", "accountnumber": "C-1"])
    func product(_ number: String, _ price: Int64) throws -> String {
      try create(
        "products",
        [
          "productnumber": .string(number), "name": .string("Product \(number)"), "price": .number(ExactDecimal(price)),
          "quantitydecimal": 2, "msdynce_ismaintainedexternally": true, "defaultuomid@odata.bind": .string("/uoms(\(each))"),
          "defaultuomscheduleid@odata.bind": .string("/uomschedules(\(group))"),
        ])
    }
    return Catalog(
      unitGroup: group, each: each, priceList: prices, account: account, bike: try product("BIKE", 100), bell: try product("BELL", 25))
  }

  /// A team needs a role before it may own rows.
  func giveRole(toTeam team: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let role = try #require(try list("roles?$filter=name eq 'Salesperson'").first?["roleid"]?.stringValue, sourceLocation: sourceLocation)
    let answer = send(.post, "teams(\(team))/teamroles_association/$ref", ["@odata.id": .string("roles(\(role))")])
    try #require(answer.status == 204, "\(answer.text)", sourceLocation: sourceLocation)
  }

  func order(_ catalog: Catalog, _ more: JSON = [:]) throws -> String {
    try create("salesorders", header(catalog, "customerid_account", more))
  }

  func quote(_ catalog: Catalog, _ more: JSON = [:]) throws -> String {
    try create("quotes", header(catalog, "customerid_account", more))
  }

  func header(_ catalog: Catalog, _ customer: String, _ more: JSON) -> JSON {
    var body: JSONObject = [
      "name": "Bikes", "pricelevelid@odata.bind": .string("/pricelevels(\(catalog.priceList))"),
    ]
    body["\(customer)@odata.bind"] = .string("/accounts(\(catalog.account))")
    for member in more.objectValue?.members ?? [] { body[member.name] = member.value }
    return .object(body)
  }

  /// Adds a line of a product to `quotes` or `salesorders`.
  @discardableResult
  func line(_ parent: String, _ id: String, product: String, quantity: String, _ more: JSON = [:]) throws -> String {
    let singular = parent == "quotes" ? "quote" : parent == "salesorders" ? "salesorder" : "invoice"
    var body: JSONObject = ["quantity": .number(try #require(ExactDecimal(quantity)))]
    body["\(singular)id@odata.bind"] = .string("/\(parent)(\(id))")
    body["productid@odata.bind"] = .string("/products(\(product))")
    for member in more.objectValue?.members ?? [] { body[member.name] = member.value }
    return try create("\(singular)details", .object(body))
  }
}

extension String {
  /// Blanks, quotes and the like as a query on the request line has them.
  fileprivate var addingQueryEncoding: String {
    let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?".utf8)
    var text = ""
    for byte in utf8 {
      if kept.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count == 1 ? "0" + digits : digits)
      }
    }
    return text
  }
}

func number(_ json: JSON, _ name: String) throws -> ExactDecimal { try #require(json[name]?.numberValue, "\(name) of \(json)") }
func money(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }
