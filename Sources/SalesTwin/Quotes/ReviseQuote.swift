import EntityStore
import OData
import Twin

/// ReviseQuote: a new draft with the same number and the next revision; an active quote is closed as revised on the way
/// [action sourced: ACT:ReviseQuote; copying inferred].
enum ReviseQuote {
  /// - Throws: QuoteReviseExistingActiveQuote.
  static func run(_ parameters: JSONObject, _ work: Work) throws -> Row {
    guard let id = EntityReference.id(in: parameters, "QuoteId") else {
      throw work.twin.errors.badBody("The parameter 'QuoteId' is missing or no identifier.", table: work.table("quote"))
    }
    let source = try work.existing("quote", id)
    let state = source["statecode"].intValue ?? 0
    guard state == QuoteSpecifics.active || state == QuoteSpecifics.closed else {
      throw SalesErrors.invalid("Quote \(source["quotenumber"]) cannot be revised: only active and closed quotes can.")
    }
    let siblings = try work.store.rows(
      work.twin.model.schema("quote"), where: ["quotenumber"], equal: [source["quotenumber"]], orderBy: [])
    for sibling in siblings where sibling["quoteid"] != source["quoteid"] {
      let other = sibling["statecode"].intValue ?? 0
      if other == QuoteSpecifics.draft || other == QuoteSpecifics.active { throw SalesErrors.quoteReviseExisting }
    }
    if state == QuoteSpecifics.active {
      var document = try Document(.quote, source, work)
      document.header["closedon"] = .date(work.now.date)
      _ = try document.move(to: QuoteSpecifics.closed, status: 7)
    }
    var record = DocumentCopy.header(source, from: .quote, to: .quote, work)
    record["revisionnumber"] = .int((siblings.compactMap { $0["revisionnumber"].intValue }.max() ?? 0) + 1)
    let row = try work.insert(&record)
    try DocumentCopy.lines(of: source, from: .quote, to: row, .quote, work)
    return row
  }
}
