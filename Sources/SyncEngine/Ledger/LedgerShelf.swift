import SQLite

/// Connections that ledgers in memory have left, empty again, for the next ones: a world of a simulation lives for milliseconds, of which
/// making the tables of a ledger would take a good part.
public final class LedgerShelf: Sendable {
  let idle = Shelf<Database>()

  public init() {}
}
