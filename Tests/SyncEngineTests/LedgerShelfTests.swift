import OData
import Testing

@testable import SyncEngine

@Suite("Ledgers that use a connection one after the other")
struct LedgerShelfTests {
  @Test("A ledger is empty, whatever the one before it kept")
  func empty() throws {
    let shelf = LedgerShelf()
    for _ in 0..<3 {
      let ledger = try Ledger(.memory, shelf: shelf)
      #expect(try ledger.entries().isEmpty)
      let id = try ledger.begin(project: "accounts", template: "Accounts", at: Timestamp(milliseconds: 0))
      #expect(id == 1)
      #expect(try ledger.usesAdvancedQuery(project: "accounts") == false)
      try ledger.keepAdvancedQuery(project: "accounts", at: Timestamp(milliseconds: 0))
      #expect(try ledger.usesAdvancedQuery(project: "accounts"))
    }
  }

  @Test("Ledgers that are open together have nothing in common")
  func together() throws {
    let shelf = LedgerShelf()
    // One takes what a third has left, the other finds nothing left.
    do { _ = try Ledger(.memory, shelf: shelf).entries() }
    let one = try Ledger(.memory, shelf: shelf)
    let other = try Ledger(.memory, shelf: shelf)
    for ledger in [one, other] { _ = try ledger.begin(project: "accounts", template: "Accounts", at: Timestamp(milliseconds: 0)) }
    try one.keepAdvancedQuery(project: "accounts", at: Timestamp(milliseconds: 0))
    #expect(try other.usesAdvancedQuery(project: "accounts") == false)
  }
}
