/// What an answer was made of, so that whoever keeps it can tell whether it would be made the same again.
extension EntityStore {
  /// The tables that somebody looked at, as they were then.
  public struct Looks: Sendable {
    /// Writes to each table until then.
    fileprivate let writes: [String: Int]
    fileprivate let restorations: Int
    fileprivate let tablesOpened: Int
  }

  /// From now on, tables that are looked at are noted.
  public func noteLooks() { looks = [:] }

  /// The tables that were looked at since; no more are noted.
  public func takeLooks() -> Looks {
    defer { looks = nil }
    return Looks(writes: looks ?? [:], restorations: restorations, tablesOpened: tablesOpened)
  }

  /// Whether those tables hold what they held: nothing was written to them, and no other content put in place of the store's own.
  public func isAsSeen(_ looks: Looks) -> Bool {
    looks.restorations == restorations && looks.tablesOpened == tablesOpened
      && looks.writes.allSatisfy { name, writes in writesToTable(name) == writes }
  }
}
