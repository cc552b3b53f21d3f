import SQLite
import Twin

/// The ledger cannot be written.
extension Fault {
  static let diskFull = ledger(
    "disk-full", "The disk is full: the engine's ledger cannot be written.", code: 13, "database or disk is full",
    goodEngine: "Stops and says so. What it wrote to the systems and could not record is found there by its keys at the next run.")
  static let ledgerLocked = ledger(
    "ledger-locked", "Somebody else holds the lock on the engine's ledger, such as a backup.", code: 5, "database is locked",
    goodEngine: "Waits a while, then stops and says so; nothing is lost or doubled by it.")

  private static func ledger(_ name: String, _ summary: String, code: Int32, _ message: String, goodEngine: String) -> Fault {
    Fault(
      name, .engine, summary, reach: FaultReach([.ledgerWrite], .instead, systems: []), .sourced, "SQLite result codes \(code)",
      goodEngine: goodEngine, refuse: { _ in throw SQLiteError(code: code, message: message) },
      act: { strike, proceed in proceed(strike.request) })
  }
}
