import EntityStore
import OData
import SalesTwin
import Testing
import Twin

@Suite("What people cannot change of what Supply Chain maintains")
struct ReadOnlyRulesTests {
  /// Somebody who is signed in; rights and all else as the built-in administrator's.
  private final class Everybody: Authenticator {
    let caller: Caller
    init(caller: Caller) { self.caller = caller }
    func caller(of request: HTTPRequest, at system: SystemAddress) -> Caller { caller }
  }

  private static let person = Caller(
    user: "11111111-0000-4000-8000-000000000001", displayName: "Ada", principalName: "ada@contoso.com", roles: [Role.administrator.name])
  private static let application = Caller(
    user: "11111111-0000-4000-8000-000000000002", displayName: "Integration", roles: [Role.administrator.name])

  /// A system with an activated order, an externally maintained product and a quote of such products.
  private func system(
    _ keeper: SalesConfiguration.ReadOnlyKeeper
  ) throws -> (sales: SalesClient, order: String, line: String, quote: String, bike: String) {
    let sales = try SalesClient { $0.readOnlyRules = keeper }
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    let line = try sales.line("salesorders", order, product: catalog.bike, quantity: "1")
    let activation = sales.send(.post, "salesorders(\(order))/Microsoft.Dynamics.CRM.msdynce_ActivateOrder", [:])
    #expect(activation.status == 204, "\(activation.text)")
    let quote = try sales.quote(catalog)
    try sales.line("quotes", quote, product: catalog.bike, quantity: "1")
    return (sales, order, line, quote, catalog.bike)
  }

  /// Everything the forms do not offer.
  private func changes(_ order: String, _ line: String, _ quote: String, _ bike: String) -> [(HTTPRequest.Method, String, JSON?)] {
    [
      (.patch, "salesorders(\(order))", ["description": "changed"]), (.patch, "salesorderdetails(\(line))", ["quantity": 2]),
      (
        .post, "salesorderdetails",
        [
          "salesorderid@odata.bind": .string("/salesorders(\(order))"), "productid@odata.bind": .string("/products(\(bike))"),
          "quantity": 1,
        ]
      ), (.patch, "products(\(bike))", ["description": "changed"]), (.patch, "quotes(\(quote))", ["discountpercentage": 5]),
      (.patch, "quotes(\(quote))", ["freightamount": 5]), (.delete, "salesorderdetails(\(line))", nil),
      (.post, "ConvertSalesOrderToInvoice", ["SalesOrderId": .string(order)]),
    ]
  }

  @Test("Where the server keeps the rules, people are refused and nothing is changed")
  func server() throws {
    let (sales, order, line, quote, bike) = try system(.server)
    sales.service.authenticator = Everybody(caller: Self.person)
    _ = try sales.get("WhoAmI")
    let before = sales.twin.store.version
    for (method, path, body) in changes(order, line, quote, bike) {
      #expect(try sales.refusal(method, path, body) == "0x80040265", "\(method.rawValue) \(path)")
    }
    #expect(sales.twin.store.version == before)
    // What the forms offer is open: the quote's own words, an account.
    try sales.patch("quotes(\(quote))", ["description": "changed"])
    try sales.create("accounts", ["name": "New"])
  }

  @Test(
    "The integration writes whoever keeps the rules; people do where only the forms keep them",
    arguments: [
      (SalesConfiguration.ReadOnlyKeeper.server, application), (.formsOnly, person),
    ])
  func open(keeper: SalesConfiguration.ReadOnlyKeeper, caller: Caller) throws {
    let (sales, order, line, quote, bike) = try system(keeper)
    sales.service.authenticator = Everybody(caller: caller)
    for (method, path, body) in changes(order, line, quote, bike) {
      let response = sales.send(method, path, body)
      #expect(response.status < 300, "\(method.rawValue) \(path): \(response.text)")
    }
  }
}
