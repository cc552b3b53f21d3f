import Ambient
import Foundation
import OData
import SQLite
import Testing

@testable import SyncEngine

struct LedgerTests {
  private func path() -> String { NSTemporaryDirectory() + "ledger-\(UUID().uuidString).db" }

  @Test("A ledger on disk carries positions and outcomes over to the next engine")
  func survives() async throws {
    let file = path()
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) } }
    let world = try StubWorld(ledger: Ledger(.file(file)))
    world.account("A-1", name: "One")
    try await world.run("T1")
    let next = SyncEngine(
      connectionSet: ConnectionSet(name: "t", sales: world.sales.endpoint, supplyChain: world.supplyChain.endpoint, legalEntity: "usmf"),
      ledger: try Ledger(.file(file)), clock: world.clock)
    let execution = try await next.run(world.project("T1"))
    #expect(execution.id == 2)
    #expect(execution.tasks[0].read == 0)
    #expect(try next.ledger.executions().map(\.status) == ["Completed", "Completed"])
  }

  @Test("History older than 45 days is gone, state is not (R-ENG-10)", arguments: [(44, 2), (46, 1)])
  func purge(days: Int64, remaining: Int) async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    try await world.run("T1")
    world.clock.advance(milliseconds: days * 86_400_000)
    let second = try await world.run("T1")
    #expect(second.tasks[0].read == 0, "the position stays")
    #expect(try world.ledger.executions().count == remaining)
  }

  @Test("A ledger of a newer format is refused, with a way out")
  func newerFormat() throws {
    let file = path()
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) } }
    try Database(.file(file)).execute("PRAGMA user_version = 99")
    #expect(throws: LedgerError.newerFormat(found: 99, known: 6)) { try Ledger(.file(file)) }
  }

  @Test("What is known of a key is found by its business key, with or without the company")
  func entries() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    world.supplyChain.refusal = { _, _ in "Customer group 10 does not exist." }
    try await world.run("T1")
    try await world.run("T1")
    for key in ["A-1", "usmf,A-1"] {
      let entry = try #require(try world.ledger.entries(forKey: key).first)
      #expect(entry.outcome == .failed)
      #expect(entry.attempts == 2)
      #expect(entry.reason == "Customer group 10 does not exist.")
    }
  }

  @Test("A changed filter or mapping reads from the start, and only what differs is written")
  func changedMapping() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    world.account("A-2", name: "Two")
    try await world.run("T1")
    var project = world.project("T1")
    try project.setDefault("20", for: "CUSTOMERGROUPID")
    let execution = try await world.engine.run(project)
    #expect(execution.tasks[0].updated == 2)
    #expect(world.customer("A-1")?["CustomerGroupId"] == "20")
  }
}
