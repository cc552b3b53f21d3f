import Ambient
import Foundation
import OData
import SQLite
import Testing

@testable import SyncEngine

/// Ledgers on disk: formats, damage, and two engines at one.
struct LedgerFileTests {
  /// A folder of its own for each test, gone with it.
  private final class Folder {
    let url = URL.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }
    var path: String { url.appending(path: "ledger.db").path() }
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path())) ?? []).sorted() }
  }

  private let folder: Folder

  init() throws { folder = try Folder() }

  // MARK: Formats

  @Test(
    "A ledger of an earlier format is brought up to date with all it holds, and a copy of it stays", arguments: 1..<LedgerSchema.version)
  func migration(format: Int64) async throws {
    try earlierLedger(format)
    let world = try StubWorld(ledger: Ledger(.file(folder.path)))
    #expect(folder.names.contains("ledger.db.format-\(format)"))
    #expect(try world.ledger.executions().map(\.id) == [7])
    #expect(try world.ledger.entries(forKey: "A-1").map(\.reason) == ["Customer group 10 does not exist."])
    let copy = try Database(.file(folder.path + ".format-\(format)"))
    let statement = try copy.prepare("SELECT (SELECT count(*) FROM rows), user_version FROM pragma_user_version")
    #expect(try statement.step())
    #expect([statement.int(0), statement.int(1)] == [1, format])
    // It works on.
    world.account("A-1", name: "One")
    #expect(try await world.run("T1").id == 8)
  }

  @Test("A copy of an earlier format is never written over")
  func secondBackup() throws {
    for _ in 1...2 {
      for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder.path + suffix) }
      try earlierLedger(1)
      _ = try Ledger(.file(folder.path))
    }
    #expect(folder.names.filter { $0.contains("format") } == ["ledger.db.format-1", "ledger.db.format-1-2"])
  }

  /// What an engine of that format left behind: an execution, and a row that waits.
  private func earlierLedger(_ format: Int64) throws {
    let database = try Database(.file(folder.path))
    for step in LedgerSchema.migrations.prefix(Int(format)) { try database.execute(step) }
    try database.execute(
      """
      PRAGMA user_version = \(format);
      INSERT INTO projects (id, name, template, created) VALUES (1, 'T1', 'Accounts', 0);
      INSERT INTO executions (id, project, started, finished, status, upserts, errors)
        VALUES (7, 1, 1522742400000, 1522742400000, 'Error', 0, 1);
      INSERT INTO tasks (id, project, name, fingerprint, watermark) VALUES (1, 'T1', 'Accounts - Customers', 'x', 0);
      INSERT INTO rows VALUES (1, 'source', 'usmf,A-1', 5, 0, 0, 0, 5, 0, 1, 7, 'Customer group 10 does not exist.');
      """)
  }

  // MARK: What is no ledger

  @Test("A file that is no database, and a database that is no ledger, are refused and left alone")
  func notALedger() throws {
    try Data("name,number\nContoso,1\n".utf8).write(to: URL(filePath: folder.path))
    #expect(throws: LedgerError.notALedger(folder.path)) { try Ledger(.file(folder.path)) }
    #expect(try String(contentsOfFile: folder.path, encoding: .utf8) == "name,number\nContoso,1\n")
    let other = folder.path + "-other"
    try Database(.file(other)).execute("CREATE TABLE fruit (name TEXT)")
    #expect(throws: LedgerError.notALedger(other)) { try Ledger(.file(other)) }
  }

  @Test("A damaged ledger is refused and left alone")
  func damaged() async throws {
    do {
      let world = try StubWorld(ledger: Ledger(.file(folder.path)))
      for number in 1...200 { world.account("A-\(number)", name: "Account \(number)") }
      try await world.run("T1")
    }
    var bytes = try Data(contentsOf: URL(filePath: folder.path))
    #expect(bytes.count > 3 * 4096, "the log was written back when the ledger was closed")
    for index in 2 * 4096..<min(bytes.count, 12 * 4096) { bytes[index] = 0xA5 }
    try bytes.write(to: URL(filePath: folder.path))
    do {
      _ = try Ledger(.file(folder.path))
      Issue.record("the damage was not found")
    } catch LedgerError.damaged(let path, _) {
      #expect(path == folder.path)
    }
    #expect(try Data(contentsOf: URL(filePath: folder.path)) == bytes)
  }

  // MARK: Two engines

  private func engine(_ world: StubWorld, _ name: String, isGone: @escaping (String) -> Bool = { _ in false }) throws -> SyncEngine {
    SyncEngine(
      connectionSet: ConnectionSet(name: "t", sales: world.sales.endpoint, supplyChain: world.supplyChain.endpoint, legalEntity: "usmf"),
      ledger: try Ledger(.file(folder.path)), clock: world.clock, name: name, isGone: isGone)
  }

  @Test("While one engine runs, a second one on the same ledger is refused; afterwards it may")
  func twoEngines() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    let (first, second) = (try engine(world, "first"), try engine(world, "second"))
    var refusal: LedgerError?
    world.supplyChain.fault = { request in
      if request.target.hasSuffix("$batch"), refusal == nil {
        do {
          try second.ledger.acquire(holder: "second", at: world.clock.now) { _ in false }
        } catch {
          refusal = error as? LedgerError
        }
      }
      return nil
    }
    #expect(try await first.run(world.project("T1")).status == .completed)
    #expect(refusal == .held(by: "first", until: world.clock.now.adding(seconds: Ledger.leaseMinutes * 60)))
    #expect(try await second.run(world.project("T1")).status == .completed)
  }

  @Test("The lease of a killed engine runs out; it may be taken over at once by the same name, or where the other is known to be gone")
  func leaseOfTheDead() async throws {
    let world = try StubWorld()
    try Ledger(.file(folder.path)).acquire(holder: "dead", at: world.clock.now) { _ in false }
    await #expect(throws: LedgerError.self) { try await engine(world, "other").run(world.project("T1")) }
    #expect(try await engine(world, "other") { $0 == "dead" }.run(world.project("T1")).status == .completed)
    try Ledger(.file(folder.path)).acquire(holder: "dead", at: world.clock.now) { _ in false }
    #expect(try await engine(world, "dead").run(world.project("T1")).status == .completed)
    try Ledger(.file(folder.path)).acquire(holder: "dead", at: world.clock.now) { _ in false }
    world.clock.advance(milliseconds: Ledger.leaseMinutes * 60_000)
    #expect(try await engine(world, "other").run(world.project("T1")).status == .completed)
  }

  @Test("An engine whose lease was taken over records nothing more, and what it had written is neither lost nor doubled")
  func leaseLost() async throws {
    let world = try StubWorld()
    for number in 1...4 { world.account("A-\(number)", name: "Account \(number)") }
    let (slow, other) = (try engine(world, "slow"), try engine(world, "other"))
    var batches = 0
    world.supplyChain.fault = { request in
      guard request.target.hasSuffix("$batch") else { return nil }
      batches += 1
      guard batches == 2 else { return nil }
      world.clock.advance(milliseconds: Ledger.leaseMinutes * 60_000)
      do {
        try other.ledger.acquire(holder: "other", at: world.clock.now) { _ in false }
      } catch {
        Issue.record(error)
      }
      return nil
    }
    var options = RunOptions()
    options.pageSize = 2
    await #expect(throws: LedgerError.leaseLost(to: "other")) { try await slow.run(world.project("T1"), options: options) }
    #expect(world.customers.count == 4)
    let execution = try await other.run(world.project("T1"), options: options)
    #expect(execution.status == .completed)
    #expect(execution.tasks[0].read == 2, "the first page was recorded, the second was not")
    #expect(world.customers.count == 4)
  }
}
