import EntityStore
import OData
import Twin

/// WinOpportunity and LoseOpportunity: an opportunity-close activity, then the new state [WinOpportunity sourced: WET:quote; the
/// parameters of both inferred].
enum CloseOpportunity {
  static func run(_ action: String, to state: Int64, _ parameters: JSONObject, _ work: Work) throws {
    let close = try CloseActivity(parameters, name: "OpportunityClose", table: "opportunityclose", lookup: "opportunityid", work)
    let row = try work.existing("opportunity", close.target)
    try StateModel.check(row, of: work.table("opportunity"), to: state, by: action)
    let status = try close.status(of: state, "opportunity", id: close.target)
    try requireNoOpenQuotes(close.target, work)
    var activity = close.record(work)
    activity["actualrevenue"] = try close.decimal("actualrevenue", work)
    activity["_transactioncurrencyid_value"] = row["_transactioncurrencyid_value"]
    try work.applyCurrency(&activity)
    let stored = try work.insert(&activity)
    var document = try Document(.opportunity, row, work)
    document.header["actualvalue"] = stored["actualrevenue"]
    document.header["actualclosedate"] = stored["actualend"]
    _ = try document.move(to: state, status: status)
  }

  /// Draft and active quotes keep their opportunity open [sourced: page on troubleshooting opportunities; code: ERR].
  private static func requireNoOpenQuotes(_ opportunity: GUID, _ work: Work) throws {
    let quotes = try work.rows("quote", where: "_opportunityid_value", equal: opportunity)
    guard quotes.allSatisfy({ $0["statecode"] != .int(QuoteSpecifics.draft) && $0["statecode"] != .int(QuoteSpecifics.active) }) else {
      throw SalesErrors.opportunityCannotBeClosed
    }
  }
}
