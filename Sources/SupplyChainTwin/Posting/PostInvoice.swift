import EntityStore
import OData
import PlantedBugs
import Twin

/// Posts the invoice and writes the customer invoice journal (supply-chain-odata.md 7.8). What was not delivered yet is
/// delivered along with it. Answers the invoice number.
///
/// Amounts of a part of a line are in proportion to the quantity: what is due up to there, less what was due before, so that all invoices
/// together are the order to the cent, its total discount included (proposed). Charges: see `InvoiceCharges`.
struct PostInvoice: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("postInvoice", on: row, in: context)
    _ = try posting.openLines()
    let document = try SalesDocument(posting.header, kind: .order, rates: TaxRates(context: context), in: context)
    let quantities = try posting.quantities(parameters, for: .invoice, of: document.lines)
    let parts = quantities.quantities.enumerated().map { InvoicePart(document, $0.offset, quantity: $0.element) }
    let charges = InvoiceCharges(document, parts: parts)
    let invoiced = PlantedBug.chargesNotInvoiced.isOn ? [] : charges.header
    let number = try InvoiceJournal(context: context).write(posting.header, parts: parts.filter(\.isTaken), charges: invoiced)
    try InvoiceCharges.close(document.charges, in: context)
    for (rows, part) in zip(document.lineCharges, parts) where part.isTaken { try InvoiceCharges.close(rows, in: context) }
    try posting.finish(parts.map { ($0.line, $0.changes(in: posting)) }, document: .invoice)
    return .value(.string(number), type: "Edm.String")
  }
}
