import Ambient
import EntityStore
import OData
import SupplyChainTwin
import Synchronization
import Testing
import Twin

/// A company to test with: twin, service, and the set-up that sales needs.
struct TestCompany {
  let clock: VirtualClock
  let ambient: Ambient
  let twin: SupplyChainTwin
  let service: TwinService
  /// Where requests go: `/data`, or what people have before them, who do not come over OData.
  var root = "/data"

  init(_ configuration: SupplyChainConfiguration = SupplyChainConfiguration(), setUp: Bool = true, onForms: Bool = false) throws {
    if onForms { root = SupplyChainTwin.formsPath }
    clock = VirtualClock(start: Timestamp("2018-04-03T08:00:00Z")!)
    ambient = Ambient(clock: clock, seed: 1)
    twin = try SupplyChainTwin(ambient: ambient, configuration: configuration, model: TestModels.shared.model(configuration.level))
    service = TwinService(product: twin, ambient: ambient)
    if setUp { try self.setUp() }
  }

  // MARK: Requests

  @discardableResult
  func send(_ method: HTTPRequest.Method, _ target: String, _ body: JSON? = nil, headers: HTTPHeaders = [:]) -> HTTPResponse {
    service.handle(HTTPRequest(method, "\(root)/\(target)", headers: headers, body: body?.encoded() ?? []))
  }

  /// Creates a row; the test fails unless the answer is 201.
  @discardableResult
  func post(_ set: String, _ body: JSON, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
    let response = send(.post, set, body)
    try #require(response.status == 201, "\(set): \(response.text)", sourceLocation: sourceLocation)
    return try JSON(decoding: response.body)
  }

  func get(_ target: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
    let response = send(.get, target)
    try #require(response.status == 200, "\(target): \(response.status) \(response.text)", sourceLocation: sourceLocation)
    return try JSON(decoding: response.body)
  }

  func rows(_ target: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [JSON] {
    try #require(try get(target, sourceLocation: sourceLocation)["value"]?.arrayValue, sourceLocation: sourceLocation)
  }

  func patch(_ target: String, _ body: JSON, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let response = send(.patch, target, body)
    try #require(response.status == 204, "\(target): \(response.status) \(response.text)", sourceLocation: sourceLocation)
  }

  /// Runs an action; answers its value, if any.
  @discardableResult
  func act(_ action: String, on target: String, _ parameters: JSON = [:], sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON?
  {
    let response = send(.post, "\(target)/Microsoft.Dynamics.DataEntities.\(action)", parameters)
    try #require([200, 204].contains(response.status), "\(action): \(response.status) \(response.text)", sourceLocation: sourceLocation)
    return response.body.isEmpty ? nil : try JSON(decoding: response.body)["value"]
  }

  /// The same company as people have it before them.
  var onForms: TestCompany {
    var copy = self
    copy.root = SupplyChainTwin.formsPath
    return copy
  }

  /// Installs hotfixes and releases one after the other, while the system runs.
  func install(_ names: String...) throws { try install(names) }

  func install(_ names: [String]) throws {
    for name in names {
      let running = try #require(service.product as? SupplyChainTwin)
      service.replaceProduct(try running.installing(name))
    }
  }

  // MARK: Set-up

  static func order(_ number: String) -> String { "CDSSalesOrderHeaders(dataAreaId='usmf',SalesOrderNumber='\(number)')" }
  static func line(_ order: String, _ number: Int) -> String {
    "CDSSalesOrderLines(dataAreaId='usmf',SalesOrderNumber='\(order)',LineCreationSequenceNumber=\(number))"
  }
  static func quotation(_ number: String) -> String { "CDSSalesQuotationHeaders(dataAreaId='usmf',SalesQuotationNumber='\(number)')" }

  private func setUp() throws {
    for site in ["1", "2"] { try post("OperationalSites", ["SiteId": .string(site), "SiteName": "Site"]) }
    try post("Warehouses", ["WarehouseId": "13", "WarehouseName": "Main", "OperationalSiteId": "1"])
    try post("Warehouses", ["WarehouseId": "24", "WarehouseName": "Second", "OperationalSiteId": "2"])
    for unit in ["ea", "box"] { try post("UnitsOfMeasure", ["UnitSymbol": .string(unit)]) }
    try post("TaxCodes", ["TaxCodeId": "CITY", "TaxPercentage": 8])
    try post("TaxCodes", ["TaxCodeId": "STATE", "TaxPercentage": .number(ExactDecimal("1.25")!)])
    try post("TaxGroups", ["TaxGroupCode": "TAXED"])
    for code in ["CITY", "STATE"] { try post("TaxGroupDatas", ["TaxGroupCode": "TAXED", "TaxCodeId": .string(code)]) }
    for group in ["FULL", "CHARGES"] {
      try post("TaxItemGroups", ["TaxItemGroupCode": .string(group)])
      try post("TaxOnItems", ["TaxItemGroupCode": .string(group), "TaxCodeId": "CITY"])
    }
    try post("CustomerGroups", ["CustomerGroupId": "10", "Description": "Wholesale", "TaxGroupId": "TAXED"])
    try post("CustomerGroups", ["CustomerGroupId": "20", "Description": "Untaxed"])
    try product("D0001")
    try customer("ACC-01000-BVRCPS")
  }

  static func productBody(_ number: String) -> JSONObject {
    [
      "dataAreaId": "usmf", "ItemNumber": .string(number), "ProductNumber": .string(number), "ProductName": .string("Product \(number)"),
      "ProductDescription": "For tests", "ProductType": "Item", "InventoryUnitSymbol": "ea", "SalesUnitSymbol": "ea",
      "PurchaseUnitSymbol": "ea", "ItemModelGroupId": "FIFO", "ProductGroupId": "Audio", "StorageDimensionGroupName": "SiteWH",
      "TrackingDimensionGroupName": "None", "SalesPrice": 100, "UnitCost": 60, "SalesSalesTaxItemGroupCode": "FULL",
    ]
  }

  func product(_ number: String, _ changes: JSONObject = [:]) throws {
    var body = Self.productBody(number)
    for member in changes.members { body[member.name] = member.value }
    try post("ReleasedProductsV2", .object(body))
  }

  static func customerBody(_ account: String) -> JSONObject {
    [
      "dataAreaId": "usmf", "CustomerAccount": .string(account), "PartyNumber": .string(account), "PartyType": "Organization",
      "OrganizationName": .string("Customer \(account)"), "CustomerGroupId": "10", "SiteId": "1", "WarehouseId": "13",
      "LanguageId": "en-us", "SalesCurrencyCode": "USD", "IsExternallyMaintained": "Yes", "AddressStreet": "1 Main St",
      "AddressCity": "Redmond", "AddressCountryRegionISOCode": "US",
    ]
  }

  @discardableResult
  func customer(_ account: String, _ changes: JSONObject = [:]) throws -> JSON {
    var body = Self.customerBody(account)
    for member in changes.members { body[member.name] = member.value }
    return try post("CustomersV2", .object(body))
  }

  /// An order with one line of three units at 100.00.
  func orderWithLine(_ number: String, discount: ExactDecimal = 0) throws {
    try post("CDSSalesOrderHeaders", ["SalesOrderNumber": .string(number), "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    try post(
      "CDSSalesOrderLines",
      [
        "SalesOrderNumber": .string(number), "LineCreationSequenceNumber": 1, "ProductNumber": "D0001", "OrderedSalesQuantity": 3,
        "SalesUnitSymbol": "ea", "SalesPrice": 100, "TotalDiscountAmount": .number(discount),
      ])
  }

  /// An order of three units at 100.00 with taxed freight of 25.00, its totals calculated: as Sales is told of it.
  func orderWithFreight() throws -> JSON {
    let header = try post("CDSSalesOrderHeaders", ["OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    let number = try #require(header.text("SalesOrderNumber"))
    try post("CDSSalesOrderLines", ["SalesOrderNumber": .string(number), "ProductNumber": "D0001", "OrderedSalesQuantity": 3])
    try post(
      "SalesOrderHeaderCharges",
      ["SalesOrderNumber": .string(number), "SalesChargeCode": "FREIGHT", "FixedChargeAmount": 25, "SalesTaxItemGroupCode": "CHARGES"])
    try act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    return try get(TestCompany.order(number))
  }
}

/// The models the tests have used so far, by level: reading one takes longer than most tests.
final class TestModels: Sendable {
  static let shared = TestModels()
  private let models = Mutex<[String: SupplyChainModel]>([:])

  func model(_ level: String) throws -> SupplyChainModel {
    try models.withLock { models in
      if let known = models[level] { return known }
      let made = try SupplyChainModel(level: level)
      models[level] = made
      return made
    }
  }
}

extension JSON {
  /// The member as a number; comparisons are by value, so 10 and 10.00 are the same.
  func number(_ name: String) -> ExactDecimal? { self[name]?.numberValue }
  func text(_ name: String) -> String? { self[name]?.stringValue }
}

extension HTTPResponse {
  /// `error.innererror.message`.
  var infolog: String? { (try? JSON(decoding: body))?["error"]?["innererror"]?["message"]?.stringValue }
}

func decimal(_ text: String) -> ExactDecimal { ExactDecimal(text)! }

/// The message of a write that business logic refused.
func writeFailed(_ entity: String, _ infolog: String) -> String { "Write failed for table row of type '\(entity)'. Infolog: \(infolog)" }
