import EntityStore
import OData
import Twin

/// Posts the invoice and writes the customer invoice journal (supply-chain-odata.md 7.8). What was not delivered yet is
/// delivered along with it. Answers the invoice number.
///
/// Header charges go onto the first invoice of an order. Amounts of a part of a line are in proportion to the quantity, so that all
/// invoices together are what was delivered, to the cent (proposed).
struct PostInvoice: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("postInvoice", on: row, in: context)
    _ = try posting.openLines()
    let document = try SalesDocument(posting.header, kind: .order, rates: TaxRates(context: context), in: context)
    let quantities = try posting.quantities(parameters, for: .invoice, of: document.lines)
    let parts = zip(zip(document.lines, document.lineTaxes), quantities.quantities).map { line, quantity in
      InvoicePart(line.0, tax: line.1, quantity: quantity)
    }
    let isWhole = parts.allSatisfy(\.isWholeLine)
    guard isWhole || posting.header.number("TotalDiscountAmount").isZero else {
      throw ServiceError.notEmulated("invoices for a part of an order with a total discount")
    }
    let number = try InvoiceJournal(context: context).write(
      posting.header, parts: parts.filter { !$0.quantity.isZero }, charges: openCharges(document))
    for charge in document.charges where !charge.isYes("IsInvoiced") { try context.set(charge, [("IsInvoiced", "Yes")]) }
    try posting.finish(parts.map { ($0.line, $0.changes(in: posting)) }, document: .invoice)
    return .value(.string(number), type: "Edm.String")
  }

  private func openCharges(_ document: SalesDocument) -> [DocumentTotals.Charge] {
    zip(document.charges, document.chargeTaxes).filter { !$0.0.isYes("IsInvoiced") }
      .map { .init(amount: $0.number("FixedChargeAmount"), tax: $1) }
  }
}
