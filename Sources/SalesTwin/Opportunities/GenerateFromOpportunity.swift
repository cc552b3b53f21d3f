import EntityStore
import OData
import Twin

/// GenerateQuoteFromOpportunity, GenerateSalesOrderFromOpportunity, GenerateInvoiceFromOpportunity: a document with what the
/// opportunity holds, lines and amounts included [the actions sourced: ACT, ER:salesorder, WET:invoice; what they do inferred].
///
/// A quote is offered for an open opportunity; orders and invoices are also made of a won one. Nothing is made of a lost one
/// [inferred].
enum GenerateFromOpportunity {
  static func run(_ target: DocumentKind, _ parameters: JSONObject, _ work: Work) throws -> Row {
    guard let id = EntityReference.id(in: parameters, "OpportunityId") else {
      throw work.twin.errors.badBody("The parameter 'OpportunityId' is missing or no identifier.", table: work.table("opportunity"))
    }
    let opportunity = try work.existing("opportunity", id)
    let state = opportunity["statecode"].intValue ?? 0
    guard state == OpportunitySpecifics.open || (state == OpportunitySpecifics.won && target != .quote) else {
      throw SalesErrors.opportunityClosed
    }
    if work.organization.isPriceListMandatory, opportunity["_pricelevelid_value"].isNull { throw SalesErrors.priceListMandatory }
    var record = DocumentCopy.header(opportunity, from: .opportunity, to: target, work)
    record["_opportunityid_value"] = .guid(id)
    try DocumentNumber.fill(&record, target, work)
    if target == .order, work.hasTwoWayOrders { record["msdynce_processingstatus"] = .int(ProcessingStatus.draft) }
    if record.text("customerid_type") == "contact", let contact = record.guid("_customerid_value") {
      try ActiveCustomer.mark(contact, work)
    }
    let row = try work.insert(&record)
    try DocumentCopy.lines(of: opportunity, from: .opportunity, to: row, target, work)
    return row
  }
}
