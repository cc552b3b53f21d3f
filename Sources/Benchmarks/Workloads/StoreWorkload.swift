import Ambient
import EntityStore
import OData
import SQLite
import SalesTwin
import Scenarios
import Twin

/// The proof that queries run inside SQLite: reads from a table of many accounts, each by four ways over the same data in the
/// same run.
public struct StoreWorkload {
  /// Accounts in the table.
  public var rows: Int

  public init(rows: Int = 1_000_000) { self.rows = rows }

  static let pageRows = 5_000

  /// - Parameter progress: told now and then how many rows are in.
  /// - Throws: what the store refuses.
  public func build(progress: (Int) -> Void = { _ in }) throws -> Workload {
    let ambient = Ambient(clock: VirtualClock(start: WorldConfiguration.defaultStart), seed: 1)
    let service = TwinService(product: try SalesTwin(ambient: ambient), ambient: ambient)
    let database = service.product.store.database
    let accounts = StoredAccounts(service.product.model.schema("account"))
    let (residentBefore, pagesBefore) = (MachineFacts.residentBytes(), try database.bytes())
    try accounts.fill(service.product.store, rows, progress: progress)
    let (resident, pages) = (MachineFacts.residentBytes() - residentBefore, try database.bytes() - pagesBefore)
    let sample = min(rows, 1000)
    let json = service.handle(HTTPRequest(.get, "\(Self.root)?$top=\(sample)")).body.count / sample
    let reads = [StoreRead.byKey(rows), .byName(rows), .page(rows, of: min(Self.pageRows, rows))]
    return Workload(
      name: "store", title: "Filters in the store, \(rows) accounts",
      notes: [
        "Each read goes four ways over one database in memory, on one thread. sqlite-steps: a bare prepared statement whose rows are stepped "
          + "over, not read. sqlite-reads: all \(accounts.schema.columns.count) columns read into the same values. store: EntityStore. "
          + "request: TwinService.handle, with the whole answer written as JSON, which none of the others do.",
        "The factor is processor time over that of sqlite-reads in the same round.",
        "A page is \(Self.pageRows) rows from anywhere in the table.",
      ],
      figures: [
        .init("memory-per-row.process", Double(resident) / Double(rows), "bytes"),
        .init("memory-per-row.sqlite-pages", Double(pages) / Double(rows), "bytes"),
        .init("json-per-row", Double(json), "bytes"),
      ],
      cases: try reads.flatMap { try $0.cases(service, accounts) })
  }

  static let root = "/api/data/v9.2/accounts"
}

/// One kind of read, four ways.
private struct StoreRead {
  let name: String
  /// Reads in one repetition.
  let count: Int
  /// Rows of the table a read may begin at.
  let starts: Int
  /// Rows one read answers.
  let rows: Int
  let bareRest: String
  let bind: (Statement, Int, StoredAccounts) throws -> Void
  let store: (EntityStore, Int, StoredAccounts) throws -> Int
  let request: (Int, StoredAccounts) -> HTTPRequest

  static func byKey(_ rows: Int) -> StoreRead {
    StoreRead(
      name: "key-read", count: 2_000, starts: rows, rows: 1, bareRest: "WHERE t0.\"accountid\" = ?1",
      bind: { statement, number, accounts in
        let key = accounts.key(number)
        var bytes = (key.high.bigEndian, key.low.bigEndian)
        try withUnsafeBytes(of: &bytes) { try statement.bind($0, at: 1) }
      },
      store: { store, number, accounts in try store.row(accounts.schema, key: [.guid(accounts.key(number))]) == nil ? 0 : 1 },
      request: { number, accounts in HTTPRequest(.get, "\(StoreWorkload.root)(\(accounts.key(number)))") })
  }

  static func byName(_ rows: Int) -> StoreRead {
    StoreRead(
      name: "indexed-equality", count: 2_000, starts: rows, rows: 1, bareRest: "WHERE t0.\"name\" = ?1",
      bind: { statement, number, accounts in try statement.bind(accounts.name(number), at: 1) },
      store: { store, number, accounts in
        let filter = Expression.comparison(.eq, .path(["name"]), .literal(.primitive(.string(accounts.name(number)))))
        return try store.page(StoreQuery(accounts.schema, filter: filter)).rows.count
      },
      request: { number, accounts in
        let filter = PercentEncoding.encode("name eq '\(accounts.name(number))'", in: .queryValue)
        return HTTPRequest(.get, "\(StoreWorkload.root)?$filter=\(filter)")
      })
  }

  static func page(_ rows: Int, of size: Int) -> StoreRead {
    StoreRead(
      name: "page-of-\(size)", count: 2, starts: rows - size + 1, rows: size,
      bareRest: "WHERE t0.\"name\" >= ?1 ORDER BY t0.\"name\", t0.\"#id\" LIMIT \(size)",
      bind: { statement, number, accounts in try statement.bind(accounts.name(number), at: 1) },
      store: { store, number, accounts in
        let filter = Expression.comparison(.ge, .path(["name"]), .literal(.primitive(.string(accounts.name(number)))))
        let order = [OrderItem(.path(["name"]))]
        return try store.page(StoreQuery(accounts.schema, filter: filter, orderBy: order, limit: size)).rows.count
      },
      request: { number, accounts in
        let filter = PercentEncoding.encode("name ge '\(accounts.name(number))'", in: .queryValue)
        return HTTPRequest(.get, "\(StoreWorkload.root)?$filter=\(filter)&$orderby=name&$top=\(size)")
      })
  }

  func cases(_ service: TwinService, _ accounts: StoredAccounts) throws -> [BenchmarkCase] {
    let bare = try BareReader(service.product.store.database, accounts.schema, bareRest)
    let baseline = "\(name).sqlite-reads"
    return [
      one("sqlite-steps", 11, baseline) { number in
        try bind(bare.statement, number, accounts)
        return try bare.steps()
      },
      one("sqlite-reads", 12, nil) { number in
        try bind(bare.statement, number, accounts)
        return try bare.reads().count
      },
      one("store", 13, baseline) { number in try store(service.product.store, number, accounts) },
      request(service, accounts, baseline),
    ]
  }

  // Every read of every way goes to a place of its own, so that none finds warm in the processor's caches what another has
  // just touched.

  private func one(_ way: String, _ stream: UInt64, _ baseline: String?, _ read: @escaping (Int) throws -> Int) -> BenchmarkCase {
    var draw = SeededGenerator(seed: 1, stream: stream)
    return BenchmarkCase("\(name).\(way)", unit: "row", comparedWith: baseline) {
      let numbers = (0..<count).map { _ in draw.next(below: starts) }
      return {
        var total = 0
        for number in numbers { total += try read(number) }
        guard total == numbers.count * rows else { throw WrongRowCount(read: name, expected: numbers.count * rows, found: total) }
        return total
      }
    }
  }

  private func request(_ service: TwinService, _ accounts: StoredAccounts, _ baseline: String) -> BenchmarkCase {
    var draw = SeededGenerator(seed: 1, stream: 14)
    let driver = DirectDriver(service)
    return BenchmarkCase("\(name).request", unit: "row", comparedWith: baseline) {
      let requests = (0..<count).map { _ in request(draw.next(below: starts), accounts) }
      return {
        try await driver.send(requests, expecting: 200)
        return requests.count * rows
      }
    }
  }
}

/// A read found other rows than were written, so its time means nothing.
struct WrongRowCount: Error, CustomStringConvertible {
  let read: String
  let expected: Int
  let found: Int
  var description: String { "\(read) found \(found) rows instead of \(expected)" }
}
