import EntityStore
import OData
import Twin

/// WinQuote and CloseQuote: a quote-close activity, then the new state [sourced: ACT:WinQuote, ACT:CloseQuote]. Only an active
/// quote can be won; a draft can be closed, too [inferred].
enum CloseQuote {
  static func win(_ parameters: JSONObject, _ work: Work) throws {
    try run(to: QuoteSpecifics.won, from: [QuoteSpecifics.active], parameters, work)
  }

  static func close(_ parameters: JSONObject, _ work: Work) throws {
    try run(to: QuoteSpecifics.closed, from: [QuoteSpecifics.draft, QuoteSpecifics.active], parameters, work)
  }

  private static func run(to state: Int64, from: [Int64], _ parameters: JSONObject, _ work: Work) throws {
    let close = try CloseActivity(parameters, name: "QuoteClose", lookup: "quoteid", work)
    let row = try work.existing("quote", close.target)
    let current = row["statecode"].intValue ?? 0
    guard from.contains(current) else {
      let label = StateModel.of("quote")?.state(current)?.label ?? String(current)
      throw SalesErrors.invalid("Quote \(row["quotenumber"]) is in state \(label) and cannot be closed this way.")
    }
    let status = try close.status(of: state, "quote", id: close.target)
    var activity = close.record("quoteclose", work)
    activity["quotenumber"] = row["quotenumber"]
    activity["revision"] = row["revisionnumber"]
    _ = try work.insert(&activity)
    var document = try Document(.quote, row, work)
    document.header["closedon"] = .date(work.now.date)
    _ = try document.move(to: state, status: status)
  }
}
