public import OData
import SQLite

/// The right to write a ledger, for a time.
public struct LedgerLease: Hashable, Sendable {
  /// Name of the engine.
  public let holder: String
  public let since: Timestamp
  /// Renewed with every page; an engine that is killed leaves it behind.
  public let until: Timestamp
}

extension Ledger {
  /// How long a lease lasts after the last page: longer than the longest wait a service may ask for.
  public static let leaseMinutes: Int64 = 30

  /// Who has it now, expired or not.
  public func lease() throws -> LedgerLease? {
    let statement = try database.cached("SELECT holder, since, until FROM lease")
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    return LedgerLease(
      holder: statement.text(0), since: Timestamp(milliseconds: statement.int(1)), until: Timestamp(milliseconds: statement.int(2)))
  }

  /// Takes the lease. One that has expired, that this name has held before, or whose holder is gone, is taken over.
  /// - Parameter isGone: whether an engine of that name is known to have ended.
  /// - Throws: `LedgerError.held`.
  func acquire(holder name: String, at now: Timestamp, isGone: (String) -> Bool) throws {
    try write {
      if let lease = try lease(), lease.holder != name, lease.until > now, !isGone(lease.holder) {
        throw LedgerError.held(by: lease.holder, until: lease.until)
      }
      let statement = try database.cached("INSERT OR REPLACE INTO lease (id, holder, since, until) VALUES (1, ?, ?, ?)")
      try statement.bind(name, at: 1)
      try statement.bind(now.milliseconds, at: 2)
      try statement.bind(Self.end(from: now).milliseconds, at: 3)
      try statement.run()
    }
    holder = name
  }

  /// Part of the transaction that records a page, so that nothing is recorded by an engine that has lost the lease.
  /// - Throws: `LedgerError.leaseLost`.
  func renew(at now: Timestamp) throws {
    guard let holder else { return }
    let statement = try database.cached("UPDATE lease SET until = ? WHERE holder = ?")
    try statement.bind(Self.end(from: now).milliseconds, at: 1)
    try statement.bind(holder, at: 2)
    try statement.run()
    if database.changes == 0 { throw LedgerError.leaseLost(to: try lease()?.holder ?? "somebody else") }
  }

  func release() throws {
    guard let name = holder else { return }
    holder = nil
    try write {
      let statement = try database.cached("DELETE FROM lease WHERE holder = ?")
      try statement.bind(name, at: 1)
      try statement.run()
    }
  }

  private static func end(from now: Timestamp) -> Timestamp { now.adding(seconds: leaseMinutes * 60) }
}
