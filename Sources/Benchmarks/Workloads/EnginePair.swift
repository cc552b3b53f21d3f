import EntityStore
import FoundationEssentials
import OData
import Scenarios
import SyncEngine
import Twin

/// A Sales system full of accounts, and engines that move them into Supply Chain systems of their own.
final class EnginePair {
  private let factory = TwinWorldFactory()
  let sales: Twins
  private let rows: Int
  private let project: Project
  private let folder: URL
  private var engines = 0
  private var changed = 0

  /// - Throws: `UnexpectedAnswer`, what the twins refuse, and what keeps the folder of the ledgers from being made.
  init(rows: Int, folder: URL, progress: (String) -> Void) throws {
    self.rows = rows
    self.folder = folder
    sales = try factory.twins(WorldConfiguration())
    guard let template = try TemplateCatalog.builtIn().template(named: "accounts") else {
      throw UnexpectedRun("there is no template 'accounts'")
    }
    project = Project(name: "accounts", template: template)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    for start in stride(from: 0, to: rows, by: 10_000) {
      let end = min(start + 10_000, rows)
      try BenchmarkTwins.fill(sales.sales.service, "accounts", (start..<end).map { BenchmarkTwins.account($0) })
      progress("\(end) of \(rows) accounts")
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// An engine with a ledger of its own, between Sales and a Supply Chain system without customers.
  func engine() throws -> Loading {
    engines += 1
    let supplyChain = try factory.twins(WorldConfiguration()).supplyChain
    for (set, row) in Self.setUp { try BenchmarkTwins.fill(supplyChain.service, set, [row]) }
    let engine = SyncEngine(
      connectionSet: Twins.connectionSet(sales: sales.sales, supplyChain: supplyChain),
      ledger: try Ledger(.file(folder.appending(path: ledgerName).path())), clock: sales.clock)
    return Loading(engine: engine, sales: sales.sales.service, supplyChain: supplyChain.service)
  }

  /// An engine and the systems it moves rows between.
  struct Loading {
    let engine: SyncEngine
    let sales: TwinService
    let supplyChain: TwinService

    var meter: WorkMeter {
      WorkMeter(services: [sales, supplyChain], ledgers: [engine.ledger]) { engine.requestsAndRetries }
    }

    /// Customers at the destination that are there twice, and accounts that are not there at all. Both must be none.
    func faults() throws -> (doubled: Int, lost: Int) {
      var numbers: Set<String> = []
      var doubled = 0
      try supplyChain.product.store.forEach(StoreQuery(supplyChain.product.model.schema("CustomerV2"))) { row in
        if let number = row["CustomerAccount"].stringValue, !numbers.insert(number).inserted { doubled += 1 }
        return true
      }
      var lost = 0
      try sales.product.store.forEach(StoreQuery(sales.product.model.schema("account"))) { row in
        if let number = row["accountnumber"].stringValue, !numbers.contains(number) { lost += 1 }
        return true
      }
      return (doubled, lost)
    }
  }

  static let setUp: [(set: String, row: JSONObject)] = [
    ("CustomerGroups", ["dataAreaId": "usmf", "CustomerGroupId": "10", "Description": "Wholesale"]),
    ("OperationalSites", ["dataAreaId": "usmf", "SiteId": "1", "SiteName": "Site 1"]),
    ("Warehouses", ["dataAreaId": "usmf", "WarehouseId": "13", "WarehouseName": "Warehouse 13", "OperationalSiteId": "1"]),
  ]

  /// A place for another file beside the ledgers.
  func path(_ name: String) -> String { folder.appending(path: name).path() }

  private var ledgerName: String { "ledger-\(engines).db" }

  /// Of all files of the ledger that was made last.
  /// - Throws: what keeps its folder from being read.
  func ledgerBytes() throws -> Int {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasPrefix(ledgerName) }
    return try files.reduce(0) { sum, file in
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: file).path())
      return sum + (attributes[.size] as? Int ?? 0)
    }
  }

  /// Moves all rows, with as many executions as that takes.
  func load(_ loading: Loading) async throws {
    var left = rows
    while left > RunOptions().rowsMax {
      let execution = try await loading.engine.run(project)
      guard execution.upserts > 0, execution.errors == 0 else {
        throw UnexpectedRun("the load stood still with \(left) rows to go: \(execution.failure ?? execution.status.rawValue)")
      }
      left -= execution.upserts
    }
    try await run(loading, expecting: left)
  }

  func run(_ loading: Loading, expecting upserts: Int) async throws {
    try await loading.engine.run(project).require(upserts: upserts)
  }

  /// Gives the next so many accounts another telephone number.
  func change(_ count: Int) throws {
    let accounts = sales.sales.service
    for _ in 0..<count {
      let number = changed % rows
      changed += 1
      let body = JSON.object(["telephone1": .string("+1 425 555 \(changed)")]).encoded()
      let response = accounts.handle(
        HTTPRequest(
          .patch, "/api/data/v9.2/accounts(accountnumber='\(BenchmarkTwins.accountNumber(number))')",
          headers: ["Content-Type": "application/json"], body: body))
      guard response.status == 204 else { throw UnexpectedRun("account \(number) cannot be changed: \(response.text)") }
    }
  }
}
