import EntityStore
import OData
import Twin

/// WinQuote and CloseQuote: a quote-close activity, then the new state [sourced: ACT:WinQuote, ACT:CloseQuote]. Only an active
/// quote can be won or closed [inferred].
enum CloseQuote {
  static func run(_ action: String, to state: Int64, _ parameters: JSONObject, _ work: Work) throws {
    let close = try CloseActivity(parameters, name: "QuoteClose", table: "quoteclose", lookup: "quoteid", work)
    let row = try work.existing("quote", close.target)
    try StateModel.check(row, of: work.table("quote"), to: state, by: action)
    let status = try close.status(of: state, "quote", id: close.target)
    var activity = close.record(work)
    activity["quotenumber"] = row["quotenumber"]
    activity["revision"] = row["revisionnumber"]
    _ = try work.insert(&activity)
    var document = try Document(.quote, row, work)
    document.header["closedon"] = .date(work.now.date)
    _ = try document.move(to: state, status: status)
  }
}
