import Ambient
import OData

/// Single requests at both twins: what a client's read, write or batch costs.
public struct RequestWorkload {
  /// Customers in each twin before measuring.
  public var rows = 5_000
  /// Requests of a round are so many times fewer: short rounds are mostly undisturbed even where others use the machine.
  public var share = 1
  /// The way over the network; `nil` for calls in this process.
  public var connector: (any BenchmarkConnector)?

  public init(connector: (any BenchmarkConnector)? = nil) { self.connector = connector }

  static let pageRows = 50
  static let batchParts = 100

  /// - Returns: the workload, and what to do when it is over.
  /// - Throws: what the twins refuse.
  public func build() async throws -> (workload: Workload, end: () async -> Void) {
    let twins = try await BenchmarkTwins(rows: rows, connector: connector)
    let way =
      connector.map {
        "Requests travel over loopback on \($0.connections) kept connections, one under way on each. The client is a thread of its own: "
          + "its processor time is told apart and does not count as the server's, but it takes its share of the machine's cores."
      } ?? "Each request is a call of TwinService.handle on one thread: parsing, work, and the bytes of the answer; no socket."
    let workload = Workload(
      name: "requests", title: connector == nil ? "Requests, in process" : "Requests, over HTTP",
      notes: [
        way, "\(rows) customers in each twin, in memory; keys are drawn at random. Rows are written whole unless columns are named.",
        "A batch of \(Self.batchParts) is one change set that creates \(Self.batchParts) rows.",
        "A quote comes with its lines in one request: list prices, a line discount and a tax on every other line, totals.",
        "Activation is a PATCH of the quote's state, with the copies its lines keep of it, and the order's Activate action.",
      ],
      cases: try await sales(twins) + documents(twins) + supplyChain(twins))
    return (workload, { await twins.end() })
  }

  // MARK: Sales

  private func sales(_ twins: BenchmarkTwins) async throws -> [BenchmarkCase] {
    let root = "/api/data/v9.2"
    var draw = SeededGenerator(seed: 2)
    func key() -> String { twins.accountIDs[draw.next(below: twins.accountIDs.count)].description }
    func page(_ select: String) -> HTTPRequest {
      let from = BenchmarkTwins.name(draw.next(below: twins.rows - Self.pageRows))
      return HTTPRequest(.get, "\(root)/accounts?$filter=\(encoded("name ge '\(from)'"))&$orderby=name&$top=\(Self.pageRows)\(select)")
    }
    func upsert(_ number: Int) -> HTTPRequest {
      let target = "\(root)/accounts(accountnumber='\(BenchmarkTwins.accountNumber(number))')"
      return json(.patch, target, ["name": .string(BenchmarkTwins.name(number)), "telephone1": .string("555-\(number)")])
    }
    func create() -> HTTPRequest { json(.post, "\(root)/accounts", BenchmarkTwins.account(twins.newNumber())) }
    let way = twins.sales
    return [
      many("sales.read-by-key", 1_000, way, 200) { HTTPRequest(.get, "\(root)/accounts(\(key()))") },
      many("sales.read-by-key-2-columns", 1_000, way, 200) {
        HTTPRequest(.get, "\(root)/accounts(\(key()))?$select=name,accountnumber")
      },
      many("sales.page-of-50", 100, way, 200) { page("") },
      many("sales.page-of-50-2-columns", 100, way, 200) { page("&$select=name,accountnumber") },
      many("sales.create", 500, way, 204) { create() },
      many("sales.upsert-updates", 500, way, 204) { upsert(draw.next(below: twins.rows)) },
      many("sales.upsert-creates", 500, way, 204) { upsert(twins.newNumber()) },
      try await batch("sales.batch-of-100", way, root) { create() },
    ]
  }

  // MARK: Documents of Sales

  private func documents(_ twins: BenchmarkTwins) async throws -> [BenchmarkCase] {
    let root = "/api/data/v9.2"
    let goods = BenchmarkGoods(accountIDs: twins.accountIDs)
    let way = twins.sales
    for (set, row) in goods.catalog { try await way.send([json(.post, "\(root)/\(set)", row)], expecting: 204) }
    func create(_ set: String, _ row: JSONObject) -> HTTPRequest { json(.post, "\(root)/\(set)", row) }
    func activation(
      _ name: String, _ set: String, _ make: @escaping () -> (id: String, row: JSONObject), _ activate: @escaping (String) -> HTTPRequest
    ) -> BenchmarkCase {
      let item = BenchmarkCase(name, unit: "request") {
        let documents = (0..<max(100 / share, 1)).map { _ in make() }
        try await way.send(documents.map { create(set, $0.row) }, expecting: 204)
        let requests = documents.map { activate($0.id) }
        return {
          try await way.send(requests, expecting: 204)
          return requests.count
        }
      }
      return counted(item, way)
    }
    return [
      many("sales.create-quote-of-10-lines", 100, way, 204) { create("quotes", goods.quote(lines: 10).row) },
      many("sales.create-quote-of-1-line", 200, way, 204) { create("quotes", goods.quote(lines: 1).row) },
      activation("sales.activate-quote-of-10-lines", "quotes", { goods.quote(lines: 10) }) { id in
        json(.patch, "\(root)/quotes(\(id))", ["statecode": 1])
      },
      activation("sales.activate-order-of-10-lines", "salesorders", { goods.order(lines: 10) }) { id in
        json(.post, "\(root)/salesorders(\(id))/Microsoft.Dynamics.CRM.msdynce_ActivateOrder", [:])
      },
    ]
  }

  // MARK: Supply Chain

  private func supplyChain(_ twins: BenchmarkTwins) async throws -> [BenchmarkCase] {
    let root = "/data"
    var draw = SeededGenerator(seed: 3)
    func address(_ number: Int) -> String {
      "\(root)/CustomersV2(dataAreaId='usmf',CustomerAccount='\(BenchmarkTwins.accountNumber(number))')"
    }
    func page(_ select: String) -> HTTPRequest {
      let from = BenchmarkTwins.accountNumber(draw.next(below: twins.rows - Self.pageRows))
      let filter = encoded("dataAreaId eq 'usmf' and CustomerAccount ge '\(from)'")
      return HTTPRequest(.get, "\(root)/CustomersV2?$filter=\(filter)&$orderby=CustomerAccount&$top=\(Self.pageRows)\(select)")
    }
    func create() -> HTTPRequest { json(.post, "\(root)/CustomersV2", BenchmarkTwins.customer(twins.newNumber())) }
    let way = twins.supplyChain
    return [
      many("supply-chain.read-by-key", 500, way, 200) { HTTPRequest(.get, address(draw.next(below: twins.rows))) },
      many("supply-chain.read-by-key-2-columns", 500, way, 200) {
        HTTPRequest(.get, address(draw.next(below: twins.rows)) + "?$select=CustomerAccount,OrganizationName")
      },
      many("supply-chain.page-of-50", 40, way, 200) { page("") },
      many("supply-chain.page-of-50-2-columns", 100, way, 200) { page("&$select=CustomerAccount,OrganizationName") },
      many("supply-chain.create", 300, way, 201) { create() },
      many("supply-chain.update", 500, way, 204) {
        let number = draw.next(below: twins.rows)
        return json(.patch, address(number), ["NameAlias": .string("N\(number)")])
      },
      try await batch("supply-chain.batch-of-100", way, root) { create() },
    ]
  }

  // MARK: Cases

  private func many(
    _ name: String, _ count: Int, _ way: any RequestDriver, _ status: Int, _ make: @escaping () -> HTTPRequest
  ) -> BenchmarkCase {
    let count = max(count / share, 1)
    let item = BenchmarkCase(name, unit: "request") {
      let requests = (0..<count).map { _ in make() }
      return {
        try await way.send(requests, expecting: status)
        return count
      }
    }
    return counted(item, way)
  }

  /// With its work counted, where the twin is in this process.
  private func counted(_ item: BenchmarkCase, _ way: any RequestDriver) -> BenchmarkCase {
    guard let direct = way as? DirectDriver else { return item }
    return item.counted { WorkMeter(services: [direct.service]) { (direct.sentCount, 0) } }
  }

  private func batch(
    _ name: String, _ way: any RequestDriver, _ root: String, _ make: @escaping () -> HTTPRequest
  ) async throws -> BenchmarkCase {
    func request() -> HTTPRequest {
      let parts = (1...Self.batchParts).map { BatchPart(contentID: String($0), request: make()) }
      let (contentType, body) = BatchFormat.encodeRequest([.changeSet(parts)], boundary: "batch")
      return HTTPRequest(.post, "\(root)/$batch", headers: ["Content-Type": contentType], body: body)
    }
    // A batch may answer 200 round a change set that was refused: one is looked into before any is measured.
    let probe = request()
    let response = try await way.answer(probe)
    let answers = try BatchFormat.parseResponse(body: response.body, contentType: response.headers["Content-Type"] ?? "")
    guard case .changeSet(let parts)? = answers.first, parts.count == Self.batchParts else {
      throw UnexpectedAnswer(request: probe, response: response, expected: 200)
    }
    return many(name, 5, way, 200, request)
  }

  private func json(_ method: HTTPRequest.Method, _ target: String, _ object: JSONObject) -> HTTPRequest {
    HTTPRequest(method, target, headers: ["Content-Type": "application/json"], body: JSON.object(object).encoded())
  }

  private func encoded(_ text: String) -> String { PercentEncoding.encode(text, in: .queryValue) }
}
