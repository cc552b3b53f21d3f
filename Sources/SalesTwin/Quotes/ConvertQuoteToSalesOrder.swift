import EntityStore
import OData
import Twin

/// ConvertQuoteToSalesOrder: wins an active quote and makes an order of it, with its lines, their numbers and their amounts;
/// of a won quote it only makes the order [parameters sourced: ACT:ConvertQuoteToSalesOrder; effect inferred].
enum ConvertQuoteToSalesOrder {
  static func run(_ parameters: JSONObject, _ work: Work) throws -> Row {
    guard let id = EntityReference.id(in: parameters, "QuoteId") else {
      throw work.twin.errors.badBody("The parameter 'QuoteId' is missing or no identifier.", table: work.table("quote"))
    }
    var quote = try work.existing("quote", id)
    switch quote["statecode"].intValue ?? 0 {
    case QuoteSpecifics.active: quote = try win(quote, parameters, work)
    case QuoteSpecifics.won: break
    default: throw SalesErrors.invalid("Quote \(quote["quotenumber"]) cannot become an order: only active and won quotes can.")
    }
    var record = DocumentCopy.header(quote, from: .quote, to: .order, work)
    record["_quoteid_value"] = .guid(id)
    try DocumentNumber.fill(&record, .order, work)
    if work.hasTwoWayOrders { record["msdynce_processingstatus"] = .int(ProcessingStatus.draft) }
    let order = try work.insert(&record)
    try DocumentCopy.lines(of: quote, from: .quote, to: order, .order, work)
    return order
  }

  private static func win(_ quote: Row, _ parameters: JSONObject, _ work: Work) throws -> Row {
    let status = parameters["QuoteCloseStatus"]?.numberValue?.exactInt64 ?? -1
    guard status == -1 || status == 4 else {
      throw SalesErrors.invalidStatus(status, state: "Won", table: "quote", id: quote["quoteid"].guidValue ?? .zero)
    }
    let date = parameters["QuoteCloseDate"]?.stringValue.flatMap { Timestamp($0) } ?? work.now
    var activity = CloseActivity.record(
      "quoteclose", "quoteid", quote["quoteid"].guidValue ?? .zero, subject: parameters["QuoteCloseSubject"]?.stringValue,
      description: parameters["QuoteCloseDescription"]?.stringValue, end: parameters["QuoteCloseDate"]?.stringValue, work)
    activity["quotenumber"] = quote["quotenumber"]
    activity["revision"] = quote["revisionnumber"]
    _ = try work.insert(&activity)
    var document = try Document(.quote, quote, work)
    document.header["closedon"] = .date(date.date)
    return try document.move(to: QuoteSpecifics.won, status: 4)
  }
}
