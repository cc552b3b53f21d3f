import OData
import SupplyChainTwin
import Testing
import Twin

/// Looks at a system from outside to find out what its level offers.
struct LevelProbe {
  /// As people have it before them, whose forms are there at every level.
  let company: TestCompany
  let level: String

  private static let sets = [
    "customers": "CustomersV2", "contacts": "CDSContactPersons", "products": "SellableReleasedProducts",
    "quotations": "CDSSalesQuotationHeaders", "quotationLines": "CDSSalesQuotationLines",
    "invoices": "ExternallyMaintainedCustomerSalesInvoiceHeaders", "invoiceLines": "ExternallyMaintainedCustomerSalesInvoiceLines",
    "orderHeaders": "CDSSalesOrderHeaders", "orderLines": "CDSSalesOrderLines",
  ]

  func set(of capability: String) -> String { Self.sets[capability] ?? "" }

  private func ask(_ method: HTTPRequest.Method, _ target: String, _ body: JSON? = nil) -> HTTPResponse {
    company.service.handle(HTTPRequest(method, "/data/\(target)", body: body?.encoded() ?? []))
  }

  func isThere(_ set: String) -> Bool { ask(.get, set).status == 200 }

  var metadata: String { ask(.get, "$metadata").text }

  func offer(_ isThere: Bool) -> LevelState.Offer { isThere ? .present : .absent }

  /// - Parameter isWhole: whether rows that were there before are as they must be.
  func hasEntities(of capability: String, isWhole: @autoclosure () throws -> Bool = true) rethrows -> LevelState.Offer {
    guard ask(.get, set(of: capability)).status == 200 else { return .absent }
    return try isWhole() ? .present : .untilJob
  }

  /// The number of the first line of a new order.
  func firstLineNumber() throws -> ExactDecimal? {
    let header = try company.post("CDSSalesOrderHeaders", ["OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    let line = try company.post(
      "CDSSalesOrderLines", ["SalesOrderNumber": header["SalesOrderNumber"] ?? .null, "ProductNumber": "D0001", "OrderedSalesQuantity": 1])
    return line.number("LineCreationSequenceNumber")
  }

  /// Whether the last of some requests that come at one moment is turned away under these limits.
  static func isTurnedAway(_ limits: JSONObject, requests: Int, _ level: String) throws -> Bool {
    let company = try TestCompany(SupplyChainConfiguration(level: level), setUp: false)
    company.service.protect(try LimitSettings(limits, resources: true))
    return (0..<requests).map { _ in company.send(.get, "Currencies").status }.last == 429
  }

  /// Whether an order that brings its number is taken; where the entity is absent, none is.
  func takesOrderFromSales() -> Bool {
    let body: JSON = ["SalesOrderNumber": "S-1", "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"]
    // On forms, where the entity is not there: what a level takes is no matter of the entity alone.
    let answer = ask(.post, "CDSSalesOrderHeaders", body)
    return answer.status == 404 ? company.send(.post, "CDSSalesOrderHeaders", body).status == 201 : answer.status == 201
  }
}

extension TestCompany {
  /// Whether there is the one-time job of version 1611.
  func populates() -> Bool {
    service.handle(HTTPRequest(.post, "/data/SellableReleasedProducts/Microsoft.Dynamics.DataEntities.populateProspectToCash")).status
      == 200
  }
}
