import Ambient
import OData
import Scenarios
import SyncEngine
import Twin

/// Two systems that hold the baseline 'usmf' with its customers and products on both sides, people who enter orders, and an engine with a
/// ledger in a file.
final class DocumentWorld {
  let engine: SyncEngine
  private let flow: Flow
  private let sales: TwinService
  private let supplyChain: TwinService
  private let catalog: TemplateCatalog
  private let accounts: [String]
  private let goods: [(product: String, unit: String)]
  private let priceList: String
  private var draw = SeededGenerator(seed: 8)
  private var entered = 0
  /// Rows the engine has written in all runs.
  private(set) var written = 0

  static let linesOfAnOrder = 3
  private static let salesRoot = "/api/data/v9.2"
  private static let supplyChainRoot = "/data"
  private static let operations = "Microsoft.Dynamics.DataEntities"

  /// - Parameter ledger: path of a file that is not there yet.
  /// - Throws: what loading the baseline and bringing over customers and products throws.
  init(ledger: String) async throws {
    flow = try await Flow()
    _ = try await flow.run("accounts")
    _ = try await flow.perform("populate distinct product table")
    _ = try await flow.run("products")
    guard let twins = flow.world.twins else { throw UnexpectedRun("the systems do not live in this process") }
    (sales, supplyChain) = (twins.sales.service, twins.supplyChain.service)
    engine = SyncEngine(connectionSet: twins.connectionSet, ledger: try Ledger(.file(ledger)), clock: twins.clock)
    catalog = try TemplateCatalog.builtIn()
    accounts = try Self.rows(sales, "\(Self.salesRoot)/accounts?$select=accountid&$filter=statecode%20eq%200")
      .compactMap { $0["accountid"]?.stringValue }
    let isStopped = PercentEncoding.encode("IsSalesStopped eq \(Self.operations).NoYes'Yes'", in: .queryValue)
    let stopped = try Self.rows(supplyChain, "\(Self.supplyChainRoot)/ReleasedProductsV2?$select=ItemNumber&$filter=\(isStopped)")
      .compactMap { $0["ItemNumber"]?.stringValue }
    goods = try Self.rows(
      sales,
      "\(Self.salesRoot)/products?$select=productid,productnumber,_defaultuomid_value&$filter=statecode%20eq%200&$orderby=productnumber"
    ).compactMap { row in
      guard let product = row["productid"]?.stringValue, let unit = row["_defaultuomid_value"]?.stringValue,
        let number = row["productnumber"]?.stringValue, !stopped.contains(number)
      else { return nil }
      return (product, unit)
    }
    let lists = try Self.rows(sales, "\(Self.salesRoot)/pricelevels?$select=pricelevelid,name&$orderby=name")
    guard let list = lists.first(where: { $0["name"]?.stringValue?.hasPrefix("CRM Service USA") == true }),
      let id = list["pricelevelid"]?.stringValue, !accounts.isEmpty, !goods.isEmpty
    else { throw UnexpectedRun("the baseline has no customers, products or price list to make orders of") }
    priceList = id
  }

  var meter: WorkMeter {
    let engine = engine
    return WorkMeter(services: [sales, supplyChain], ledgers: [engine.ledger]) { engine.requestsAndRetries }
  }

  /// People enter orders in Sales and activate them.
  func enterOrders(_ count: Int) throws {
    for _ in 0..<count {
      let id = GUID(high: draw.next(), low: draw.next()).description
      entered += 1
      let lines = (0..<Self.linesOfAnOrder).map { position -> JSON in
        let item = goods[draw.next(below: goods.count)]
        return [
          "productid@odata.bind": .string("/products(\(item.product))"), "uomid@odata.bind": .string("/uoms(\(item.unit))"),
          "quantity": .number(ExactDecimal(1 + position)),
        ]
      }
      let order: JSONObject = [
        "salesorderid": .string(id), "name": .string("Order \(entered)"),
        "customerid_account@odata.bind": .string("/accounts(\(accounts[draw.next(below: accounts.count)]))"),
        "pricelevelid@odata.bind": .string("/pricelevels(\(priceList))"), "order_details": .array(lines),
      ]
      try Self.post(sales, "\(Self.salesRoot)/salesorders", order)
      try Self.post(sales, "\(Self.salesRoot)/salesorders(\(id))/Microsoft.Dynamics.CRM.msdynce_ActivateOrder", [:])
    }
  }

  /// Clerks in Supply Chain do something with every order of a status, and the job works out the totals.
  /// - Returns: how many orders that were.
  @discardableResult
  func everyOrder(_ operation: String, where condition: String) throws -> Int {
    let filter = PercentEncoding.encode("dataAreaId eq 'usmf' and \(condition)", in: .queryValue)
    let orders = try Self.rows(
      supplyChain, "\(Self.supplyChainRoot)/CDSSalesOrderHeaders?$select=SalesOrderNumber&$filter=\(filter)&$orderby=SalesOrderNumber")
    for order in orders {
      guard let number = order["SalesOrderNumber"]?.stringValue else { continue }
      let key = "dataAreaId='usmf',SalesOrderNumber='\(number)'"
      try Self.post(supplyChain, "\(Self.supplyChainRoot)/CDSSalesOrderHeaders(\(key))/\(Self.operations).\(operation)", [:])
    }
    try Self.post(supplyChain, "\(Self.supplyChainRoot)/CDSSalesOrderHeaders/\(Self.operations).calculateSalesTotals", [:])
    return orders.count
  }

  static let isUnconfirmed = "SalesOrderProcessingStatus eq Microsoft.Dynamics.DataEntities.SalesOrderProcessingStatus'Active'"
  static let isConfirmed = "SalesOrderProcessingStatus eq Microsoft.Dynamics.DataEntities.SalesOrderProcessingStatus'Confirmed'"

  /// Runs a project of a template.
  /// - Returns: how many rows were written.
  /// - Throws: `UnexpectedRun` unless it is complete with at least so many.
  @discardableResult
  func run(_ template: String, atLeast expected: Int = 0) async throws -> Int {
    guard let template = catalog.template(named: template) else { throw UnexpectedRun("there is no template '\(template)'") }
    let execution = try await engine.run(Project(name: template.id, template: template))
    try execution.require(upserts: execution.upserts)
    guard execution.upserts >= expected else {
      throw UnexpectedRun("\(template.id) has written \(execution.upserts) rows, not the \(expected) that were waiting")
    }
    written += execution.upserts
    return execution.upserts
  }

  // MARK: Requests

  private static func rows(_ service: TwinService, _ target: String) throws -> [JSONObject] {
    var rows: [JSONObject] = []
    var next: String? = target
    while let current = next {
      let request = HTTPRequest(.get, current)
      let response = service.handle(request)
      guard response.status == 200 else { throw UnexpectedAnswer(request: request, response: response, expected: 200) }
      let json = try JSON(decoding: response.body)
      rows += json["value"]?.arrayValue?.compactMap(\.objectValue) ?? []
      next = json["@odata.nextLink"]?.stringValue.map { link in
        link.firstRange(of: "://").flatMap { link[$0.upperBound...].firstIndex(of: "/") }.map { String(link[$0...]) } ?? link
      }
    }
    return rows
  }

  private static func post(_ service: TwinService, _ target: String, _ body: JSONObject) throws {
    let request = HTTPRequest(.post, target, headers: ["Content-Type": "application/json"], body: JSON.object(body).encoded())
    let response = service.handle(request)
    guard (200..<300).contains(response.status) else { throw UnexpectedAnswer(request: request, response: response, expected: 204) }
  }
}
