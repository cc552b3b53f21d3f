import Ambient
import Foundation
import OData
import SalesTwin
import Scenarios
import SupplyChainTwin
import SyncEngine
import Testing
import Twin

/// Whatever a client sends, a twin answers: no crash, no internal error. Requests are drawn from the model with a seed:
/// mostly sensible values, now and then numbers, texts and types nobody asked for.
@Suite("Hostile requests")
struct HostileRequestTests {
  @Test("Two thousand drawn requests are all answered, and none by an internal error", arguments: [UInt64(1), 2, 3])
  func answered(seed: UInt64) async throws {
    let ambient = Ambient(clock: VirtualClock(start: WorldConfiguration.defaultStart), seed: seed)
    let sales = TwinService(product: try SalesTwin(ambient: ambient), ambient: ambient)
    let supplyChain = TwinService(product: try SupplyChainTwin(ambient: ambient), ambient: ambient)
    try await populate(sales, supplyChain)
    var draw = RequestDraw(services: [sales, supplyChain], seed: seed)
    var answers = 0
    for _ in 0..<2000 {
      guard let (service, request) = draw.next() else { continue }
      let response = service.handle(request)
      draw.learn(from: response, of: service, request)
      answers += 1
      #expect(response.status < 500 || response.status == 501, "\(request.method.rawValue) \(request.target): \(response.text)")
    }
    #expect(answers > 1000)
    #expect(draw.created > 40, "too few requests get far enough to be worth the name")
  }

  /// The built-in company, its accounts and products on both sides.
  private func populate(_ sales: TwinService, _ supplyChain: TwinService) async throws {
    let world = try await TwinWorldFactory(connector: Given(sales: sales, supplyChain: supplyChain)).world(WorldConfiguration())
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    let schemas = try TwinWorldFactory().schemas(WorldConfiguration())
    _ = try await world.load(try Baseline(directory: "\(root)/Fixtures/usmf", schemas: schemas))
    let job = "/data/SellableReleasedProducts/Microsoft.Dynamics.DataEntities.populateDistinctProductTable"
    #expect(supplyChain.handle(HTTPRequest(.post, job)).status < 300)
    let ends = ConnectionSet(
      name: "test",
      sales: Endpoint(name: "s", dialect: .dataverse, servicePath: "/api/data/v9.2", transport: DirectTransport(TwinDoor(sales))),
      supplyChain: Endpoint(
        name: "c", dialect: .financeAndOperations, servicePath: "/data", transport: DirectTransport(TwinDoor(supplyChain))),
      legalEntity: "usmf")
    let engine = SyncEngine(connectionSet: ends, ledger: try Ledger(.memory), clock: world.clock)
    for name in ["T1", "T4"] {
      let template = try #require(try TemplateCatalog.builtIn().template(named: name))
      #expect(try await engine.run(Project(name: name, template: template)).status == .completed)
    }
  }

  /// Hands a world's clients the services of the test instead of the world's own.
  ///
  /// unchecked: made, used and dropped within one test, on one task.
  private struct Given: TwinConnector, @unchecked Sendable {
    let sales: TwinService
    let supplyChain: TwinService

    func connect(_ twins: Twins) async throws -> TwinConnection {
      TwinConnection(sales: DirectTransport(TwinDoor(self.sales)), supplyChain: DirectTransport(TwinDoor(self.supplyChain)), close: {})
    }
  }
}

/// Draws requests from the models of some services.
private struct RequestDraw {
  let services: [TwinService]
  private(set) var created = 0
  private var generator: SeededGenerator
  /// Entity set → addresses of rows that were created.
  private var rows: [String: [String]] = [:]

  /// Most requests go where the business rules are.
  private static let busySets: Set<String> = [
    "CDSSalesOrderHeaders", "CDSSalesOrderLines", "CDSSalesQuotationHeaders", "CDSSalesQuotationLines", "SalesOrderHeaderCharges",
    "quotes", "quotedetails", "salesorders", "salesorderdetails", "invoices", "invoicedetails", "products", "CustomersV2", "contacts",
  ]
  /// Without these hardly a row gets past the first check.
  private static let usualProperties: Set<String> = [
    "OrderingCustomerAccountNumber", "RequestingCustomerAccountNumber", "ProductNumber", "OrderedSalesQuantity", "RequestedSalesQuantity",
    "SalesPrice", "CustomerGroupId", "ChargeCurrencyCode", "FixedChargeAmount", "quantity", "priceperunit", "ispriceoverridden", "name",
    "lastname", "CurrencyCode",
  ]
  private static let hostileNumbers = [
    "-1", "0.00001", "99999999999999999999", "1234567890123456789012345678901234567", "0.0000000000000000000000000000000000001",
    "922337203685478", "-100000000000", "9223372036854775807", "2147483648", "1e30",
  ]
  private static let hostileTexts = [
    "", " ", "'; drop table account; --", String(repeating: "x", count: 5000), "\u{0}", "é😀", "0001-01-01T00:00:00Z", "%", "*a*", "Yes",
  ]

  init(services: [TwinService], seed: UInt64) {
    self.services = services
    generator = SeededGenerator(seed: seed)
  }

  private mutating func pick<T>(_ list: [T]) -> T { list[generator.next(below: list.count)] }
  private mutating func chance(_ one: Int, in many: Int) -> Bool { generator.next(below: many) < one }

  mutating func next() -> (TwinService, HTTPRequest)? {
    let service = pick(services)
    let root = service.product.rules.servicePath
    let model = service.product.model.edm
    let set = chance(1, in: 8) ? pick(model.entitySets) : pick(model.entitySets.filter { Self.busySets.contains($0.name) })
    guard let type = model.entityType(set.entityType) else { return nil }
    switch generator.next(below: 10) {
    case 0...3:
      return (service, HTTPRequest(.post, "\(root)/\(set.name)", body: body(type, model, share: pick([3, 8, 30]))))
    case 4, 5:
      guard let row = rows[set.name].map({ pick($0) }) else { return nil }
      return (service, HTTPRequest(.patch, "\(root)/\(row)?cross-company=true", body: body(type, model, share: pick([1, 4]))))
    case 6: return operation(service, model, root)
    case 7:
      guard chance(1, in: 5), let row = rows[set.name].map({ pick($0) }) else { return nil }
      return (service, HTTPRequest(.delete, "\(root)/\(row)?cross-company=true"))
    default:
      let property = pick(type.properties).name
      let filter =
        "\(property) \(pick(["eq", "ne", "gt", "le", "add 1 eq"])) \(pick(Self.hostileNumbers + ["null", "true", "'x'", "'*x*'"]))"
      let more = pick(["", "&$top=-1", "&$count=true", "&$orderby=\(property)%20desc", "&$skip=99999999999999999999"])
      return (service, HTTPRequest(.get, "\(root)/\(set.name)?$filter=\(PercentEncoding.encode(filter, in: .queryValue))\(more)"))
    }
  }

  mutating func learn(from response: HTTPResponse, of service: TwinService, _ request: HTTPRequest) {
    let root = service.product.rules.servicePath + "/"
    guard request.method == .post, response.status < 300, let location = response.headers["Location"],
      let path = location.range(of: root).map({ String(location[$0.upperBound...]) }), let set = path.split(separator: "(").first
    else { return }
    created += 1
    rows[String(set), default: []].append(path)
  }

  private mutating func operation(_ service: TwinService, _ model: EdmModel, _ root: String) -> (TwinService, HTTPRequest)? {
    guard !model.operations.isEmpty else { return nil }
    let operation = pick(model.operations)
    let parameters = operation.parameters.map { "\"\($0.name)\":\(pick(Self.hostileNumbers + ["\"x\"", "{}", "[]", "null", "true"]))" }
    let method: HTTPRequest.Method = operation.kind == .action ? .post : .get
    let body = operation.kind == .action ? Array("{\(parameters.joined(separator: ","))}".utf8) : []
    func set(of type: String) -> String { model.entitySets.first { $0.entityType == type }?.name ?? "" }
    switch operation.binding {
    case .unbound: return (service, HTTPRequest(method, "\(root)/\(operation.name)", body: body))
    case .collection(let type):
      return (service, HTTPRequest(method, "\(root)/\(set(of: type))/\(model.namespace).\(operation.name)", body: body))
    case .entity(let type):
      guard let row = rows[set(of: type)].map({ pick($0) }) else { return nil }
      return (service, HTTPRequest(method, "\(root)/\(row)/\(model.namespace).\(operation.name)?cross-company=true", body: body))
    }
  }

  private mutating func body(_ type: EntityType, _ model: EdmModel, share: Int) -> [UInt8] {
    var members: [String] = []
    for property in type.properties {
      let isKey = type.key.contains(property.name) && type.key.count > 1
      let isUsual = Self.usualProperties.contains(property.name) && chance(8, in: 10)
      guard isKey || isUsual || chance(share, in: 100) else { continue }
      members.append("\"\(property.name)\":\(value(property, model))")
    }
    for navigation in type.navigationProperties where !navigation.isCollection && chance(8, in: 10) {
      guard let target = rows[navigation.targetSet].map({ pick($0) }) else { continue }
      members.append("\"\(navigation.name)@odata.bind\":\(JSON.string("/" + target).text)")
    }
    return Array("{\(members.joined(separator: ","))}".utf8)
  }

  private mutating func value(_ property: Property, _ model: EdmModel) -> String {
    if chance(1, in: 12) {
      return pick(Self.hostileNumbers + Self.hostileTexts.map { JSON.string($0).text } + ["null", "true", "[]", "{}"])
    }
    switch property.type {
    case .string: return JSON.string(sensibleText(property.name.lowercased())).text
    case .boolean: return pick(["true", "false"])
    case .int32, .int64: return pick(["0", "1", "2", "3", "4", "192350000", "192350001", "100003"])
    case .decimal, .double: return pick(["0", "1", "3", "10.00", "0.01", "7.25", "99999999.99"])
    case .date: return pick(["\"2018-04-03\"", "\"9999-12-31\""])
    case .dateTimeOffset: return pick(["\"2018-04-03T08:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\""])
    case .enumeration(let name): return JSON.string(model.enumType(name).map { pick($0.members).name } ?? "").text
    case .guid, .binary: return "null"
    }
  }

  private mutating func sensibleText(_ name: String) -> String {
    let words: [(part: String, values: [String])] = [
      ("dataareaid", ["usmf"]), ("customeraccount", ["US-001", "US-002"]), ("invoiceaccount", ["US-001"]),
      ("productnumber", ["D0003", "D0006"]),
      ("unit", ["ea", "box"]), ("site", ["1"]), ("warehouse", ["13"]), ("currency", ["USD", "USD", "EUR"]),
      ("ordernumber", ["SO-1", "SO-2"]),
      ("quotationnumber", ["Q-1"]), ("groupid", ["10", "30"]), ("taxgroup", ["TAXED"]), ("isocode", ["US"]),
    ]
    return words.first { name.contains($0.part) }.map { pick($0.values) } ?? pick(["", "abc", "Freight Tax"])
  }
}
