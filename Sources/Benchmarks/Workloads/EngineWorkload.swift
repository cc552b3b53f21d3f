import Ambient
public import FoundationEssentials
import OData
import Scenarios
import SyncEngine
import Twin

/// What the engine does in a second: accounts from Sales into Supply Chain, both in memory, the ledger durable on disk.
public struct EngineWorkload {
  /// Accounts in Sales.
  public var rows: Int
  /// How many of them change before an incremental run.
  public var changes = 500

  public init(rows: Int = 500_000) { self.rows = rows }

  /// - Parameters:
  ///   - folder: where the ledgers lie; it must not be there yet, and is removed with the workload.
  ///   - progress: told now and then what is being got ready.
  /// - Throws: what the twins refuse, and what keeps the ledger from being made.
  public func build(folder: URL, progress: @escaping (String) -> Void = { _ in }) async throws -> Workload {
    let ends = try EnginePair(rows: rows, folder: folder, progress: progress)
    let loaded = try ends.engine()
    try await ends.load(loaded)
    // Before the cases begin: those that load need a second Supply Chain system beside the first.
    let peak = MachineFacts.peakBytes()
    let ledgerBytes = try ends.ledgerBytes()
    let changes = min(changes, rows)
    return Workload(
      name: "engine", title: "The engine, \(rows) accounts",
      notes: [
        "load: a new Supply Chain system and a new ledger; every account is read, mapped, written and entered into the ledger. "
          + "incremental: the run after \(changes) accounts have changed. quiet: the run after nothing has changed.",
        "memory-peak: the most that the engine and both systems have held together until the first load was over. Where other workloads "
          + "ran before, it is theirs.",
        "Both systems answer in this process and keep their rows in memory; the ledger is a file in write-ahead-log mode with a commit a "
          + "page. One core does everything.",
      ],
      figures: [
        .init("ledger-per-row", Double(ledgerBytes) / Double(rows), "bytes"),
        .init("memory-peak", Double(peak) / 1_048_576, "MiB"),
      ],
      cases: [
        BenchmarkCase("load", unit: "row") {
          let engine = try ends.engine()
          return {
            try await ends.load(engine)
            return rows
          }
        },
        BenchmarkCase("incremental", unit: "run") {
          try ends.change(changes)
          return {
            try await ends.run(loaded, expecting: changes)
            return 1
          }
        },
        BenchmarkCase("quiet", unit: "run") {
          {
            try await ends.run(loaded, expecting: 0)
            return 1
          }
        },
      ])
  }
}

/// A Sales system full of accounts, and engines that move them into Supply Chain systems of their own.
private final class EnginePair {
  private let factory = TwinWorldFactory()
  private let sales: Twins
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
  func engine() throws -> SyncEngine {
    engines += 1
    let supplyChain = try factory.twins(WorldConfiguration()).supplyChain
    for (set, row) in Self.setUp { try BenchmarkTwins.fill(supplyChain.service, set, [row]) }
    return SyncEngine(
      connectionSet: Twins.connectionSet(sales: sales.sales, supplyChain: supplyChain),
      ledger: try Ledger(.file(folder.appending(path: ledgerName).path())), clock: sales.clock)
  }

  private static let setUp: [(set: String, row: JSONObject)] = [
    ("CustomerGroups", ["dataAreaId": "usmf", "CustomerGroupId": "10", "Description": "Wholesale"]),
    ("OperationalSites", ["dataAreaId": "usmf", "SiteId": "1", "SiteName": "Site 1"]),
    ("Warehouses", ["dataAreaId": "usmf", "WarehouseId": "13", "WarehouseName": "Warehouse 13", "OperationalSiteId": "1"]),
  ]

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

  func load(_ engine: SyncEngine) async throws { try await run(engine, expecting: rows) }

  func run(_ engine: SyncEngine, expecting upserts: Int) async throws {
    try await engine.run(project).require(upserts: upserts)
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
