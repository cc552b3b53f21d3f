import Ambient
import EntityStore
public import FoundationEssentials
import OData
import SQLite
import Scenarios
import SyncEngine
import Twin

/// What the twins and the engine have to come to beside the least that can be done: each case stands beside a bare one over the same data.
public struct TargetWorkload {
  /// Accounts in Sales for single requests, and for the load.
  public var rows: Int
  public var loadRows: Int

  public init(rows: Int = 5_000, loadRows: Int = 20_000) {
    self.rows = rows
    self.loadRows = loadRows
  }

  static let root = "/api/data/v9.2/accounts"
  private static let pageRows = 50

  /// - Parameters:
  ///   - folder: where ledgers lie; it must not be there yet, and is removed with the workload.
  ///   - progress: told what is being got ready.
  /// - Throws: what the twins refuse, and what keeps a ledger from being made.
  public func build(folder: URL, progress: @escaping (String) -> Void = { _ in }) async throws -> Workload {
    progress("\(rows) accounts")
    let twins = try TwinWorldFactory().twins(WorldConfiguration())
    let sales = twins.sales.service
    let memory = try memoryFigures(sales)
    let single = try singleRequests(sales)
    let pair = try EnginePair(rows: loadRows, folder: folder, progress: progress)
    return Workload(
      name: "targets", title: "Beside the least that can be done",
      notes: [
        "sqlite: a bare prepared statement, its rows read column by column and written by a byte writer; for create, the body parsed and "
          + "bound to a bare prepared insert, a transaction each. request: TwinService.handle over the same data.",
        "load.bare: a loop over both databases that writes, parses and maps each page, writes and parses each body, inserts the row and a "
          + "row of the ledger, and commits each page: nothing else. load.engine: the engine over OData between two twins, with everything "
          + "it promises. Both keep the ledger in a file. \(loadRows) accounts.",
        "A share is the rate over that of the bare case in the same round, by processor time.",
      ],
      figures: memory, cases: single + (try loads(pair)), ramps: [],
      targets: [
        TargetRule("key-read", "at least 1/3 of a bare prepared read plus byte writer", .share(of: "key-read.request", atLeast: 1.0 / 3)),
        TargetRule("create", "at least 1/4 of a bare parse plus insert", .share(of: "create.request", atLeast: 0.25)),
        TargetRule("page-of-50", "an indexed page of 50: at least 1/2 of the bare one", .share(of: "page-of-50.request", atLeast: 0.5)),
        TargetRule(
          "initial-load", "at least 40 % of a bare loop that does only the unavoidable work", .share(of: "load.engine", atLeast: 0.4)),
        TargetRule(
          "memory-per-row", "a stored row takes at most 1.5 times its JSON and 200 bytes",
          .quotient(of: "memory-per-row", by: "memory-allowed-per-row", atMost: 1)),
      ])
  }

  // MARK: Single requests

  private func memoryFigures(_ sales: TwinService) throws -> [Workload.Figure] {
    let accounts = StoredAccounts(sales.product.model.schema("account"))
    let before = MachineFacts.allocatedBytes()
    try accounts.fill(sales.product.store, rows) { _ in }
    let row = Double(MachineFacts.allocatedBytes() - before) / Double(rows)
    let json = Double(sales.handle(HTTPRequest(.get, "\(Self.root)?$top=1000")).body.count) / Double(min(rows, 1000))
    return [
      .init("memory-per-row", row, "bytes"), .init("json-per-row", json, "bytes"),
      .init("memory-allowed-per-row", json * 1.5 + 200, "bytes"),
    ]
  }

  private func singleRequests(_ sales: TwinService) throws -> [BenchmarkCase] {
    let accounts = StoredAccounts(sales.product.model.schema("account"))
    let writer = BareRowWriter(accounts.schema)
    let database = sales.product.store.database
    let byKey = try BareReader(database, accounts.schema, "WHERE t0.\"accountid\" = ?1")
    let byName = try BareReader(
      database, accounts.schema, "WHERE t0.\"name\" >= ?1 ORDER BY t0.\"name\", t0.\"#id\" LIMIT \(Self.pageRows)")
    let apart = try TwinWorldFactory().twins(WorldConfiguration()).sales.service.product.store.database
    let insert = try BareInsert(apart, accounts.schema)
    guard let keyPlace = insert.place(of: "accountid") else { throw UnexpectedRun("accounts have no column 'accountid'") }
    var draw = SeededGenerator(seed: 5)
    var created = rows
    func bodies(_ count: Int) -> [[UInt8]] {
      (0..<count).map { _ in
        created += 1
        return JSON.object(BenchmarkTwins.account(created)).encoded()
      }
    }
    func numbers(_ count: Int, below bound: Int) -> [Int] { (0..<count).map { _ in draw.next(below: bound) } }
    let driver = DirectDriver(sales)
    let last = max(rows - Self.pageRows, 1)
    return [
      bare("key-read.sqlite", unit: "row", { numbers(2_000, below: rows) }) { number in
        let key = accounts.key(number)
        var bytes = (key.high.bigEndian, key.low.bigEndian)
        try withUnsafeBytes(of: &bytes) { try byKey.statement.bind($0, at: 1) }
        var json = JSONWriter(reservingCapacity: 2048)
        for row in try byKey.reads() { writer.write(row, to: &json) }
        return json.bytes.isEmpty ? 0 : 1
      },
      requests("key-read.request", "key-read.sqlite", unit: "row", driver, 200, each: 1) {
        numbers(2_000, below: rows).map { HTTPRequest(.get, "\(Self.root)(\(accounts.key($0)))") }
      },
      bare("page-of-50.sqlite", unit: "row", { numbers(100, below: last) }) { number in
        try byName.statement.bind(accounts.name(number), at: 1)
        let rows = try byName.reads()
        return writer.page(rows).isEmpty ? 0 : rows.count
      },
      requests("page-of-50.request", "page-of-50.sqlite", unit: "row", driver, 200, each: Self.pageRows) {
        numbers(100, below: last).map { number in
          let filter = PercentEncoding.encode("name ge '\(accounts.name(number))'", in: .queryValue)
          return HTTPRequest(.get, "\(Self.root)?$filter=\(filter)&$orderby=name&$top=\(Self.pageRows)")
        }
      },
      bare("create.sqlite", unit: "row", { bodies(1_000) }) { body in
        try apart.transaction {
          guard let row = try JSON(decoding: body).objectValue else { return 0 }
          try insert.set(row)
          try insert.set(keyPlace, .guid(GUID(high: draw.next(), low: draw.next())))
          try insert.run()
          return 1
        }
      },
      requests("create.request", "create.sqlite", unit: "row", driver, 204, each: 1) {
        bodies(1_000).map { HTTPRequest(.post, Self.root, headers: ["Content-Type": "application/json"], body: $0) }
      },
    ]
  }

  private func bare<Item>(
    _ name: String, unit: String, _ make: @escaping () -> [Item], _ work: @escaping (Item) throws -> Int
  ) -> BenchmarkCase {
    BenchmarkCase(name, unit: unit) {
      let items = make()
      return {
        var total = 0
        for item in items { total += try work(item) }
        return total
      }
    }
  }

  private func requests(
    _ name: String, _ baseline: String, unit: String, _ driver: DirectDriver, _ status: Int, each rows: Int,
    _ make: @escaping () -> [HTTPRequest]
  ) -> BenchmarkCase {
    BenchmarkCase(name, unit: unit, comparedWith: baseline) {
      let requests = make()
      return {
        try await driver.send(requests, expecting: status)
        return requests.count * rows
      }
    }
  }

  // MARK: The load

  private func loads(_ pair: EnginePair) throws -> [BenchmarkCase] {
    var count = 0
    return [
      BenchmarkCase("load.bare", unit: "row") {
        count += 1
        let target = try TwinWorldFactory().twins(WorldConfiguration()).supplyChain.service
        let ledger = try Ledger(.file(pair.path("bare-\(count).db")))
        let load = try BareLoad(from: pair.sales.sales.service, to: target, ledger: ledger, rows: loadRows)
        return {
          try load.run()
          return loadRows
        }
      },
      BenchmarkCase("load.engine", unit: "row", comparedWith: "load.bare") {
        let loading = try pair.engine()
        return {
          try await pair.load(loading)
          return loadRows
        }
      },
    ]
  }
}
