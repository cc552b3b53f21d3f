import EntityStore
import OData
import Twin

/// Quotes: activation by PATCH, everything else by action.
struct QuoteSpecifics: HeaderSpecifics {
  static let draft: Int64 = 0
  static let active: Int64 = 1
  static let won: Int64 = 2
  static let closed: Int64 = 3

  /// Draft to Active is the only move an update can make; Won and Closed need their actions [inferred].
  func checkMove(from: Int64, to: Int64, _ record: Record, _ work: Work) throws {
    if (from, to) == (Self.draft, Self.active) { return }
    let way =
      switch (from, to) {
      case (Self.active, Self.won): "use WinQuote"
      case (_, Self.closed): "use CloseQuote"
      case (Self.won, _): "a won quote stays as it is"
      case (_, Self.draft): "use ReviseQuote"
      default: "activate the quote first"
      }
    throw SalesErrors.invalid("Quote \(record["quotenumber"]) cannot be moved from state \(from) to state \(to) by update: \(way).")
  }
}
