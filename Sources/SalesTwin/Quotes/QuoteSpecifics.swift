/// Quotes: activation by PATCH, everything else by action.
struct QuoteSpecifics: HeaderSpecifics {
  static let draft: Int64 = 0
  static let active: Int64 = 1
  static let won: Int64 = 2
  static let closed: Int64 = 3
}
