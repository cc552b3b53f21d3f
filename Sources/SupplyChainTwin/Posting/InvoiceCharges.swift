import EntityStore
import OData

/// What an invoice takes of charges. A fixed charge is on the first invoice, unless it is prorated; charges for pieces and in percent
/// follow the invoice (prorating sourced: public descriptions of charges codes; the first invoice inferred). A charge that invoicing is to
/// keep is on every one.
struct InvoiceCharges {
  /// Those of the header, in their order.
  let header: [DocumentTotals.Charge]

  /// - Parameter parts: one for each line of the order.
  init(_ document: SalesDocument, parts: [InvoicePart]) {
    func reached(_ done: (InvoicePart) -> ExactDecimal) -> ExactDecimal {
      zip(document.amounts.lines, parts).reduce(.zero) { sum, line in
        sum + Share(before: 0, after: done(line.1), of: line.1.line.number("OrderedSalesQuantity")).part(of: line.0.net, document.rounding)
      }
    }
    let share = Share(
      before: reached { $0.line.number("InvoicedSalesQuantity") },
      after: reached { $0.line.number("InvoicedSalesQuantity") + $0.quantity },
      of: document.amounts.lines.reduce(.zero) { $0 + $1.net })
    let isFirst = parts.allSatisfy { $0.line.number("InvoicedSalesQuantity").isZero }
    header = zip(document.charges, document.amounts.charges).map { row, whole in
      // Lines that come to nothing give no proportion.
      let share = share.whole.isZero ? (isFirst ? Share.everything : .nothing) : share
      return Self.part(of: whole, row, share: share, isTaken: true, document.rounding)
    }
  }

  /// - Parameter isTaken: whether the invoice is about what the charge belongs to.
  static func part(
    of whole: DocumentTotals.Charge, _ row: Row, share: Share, isTaken: Bool, _ rounding: CurrencyRounding
  ) -> DocumentTotals.Charge {
    if row["ChargeCategory"] == "Fixed", !row.isYes("IsChargeProrated") {
      return isTaken && !row.isYes("IsInvoiced") ? whole : DocumentTotals.Charge(amount: .zero, tax: .zero)
    }
    return DocumentTotals.Charge(amount: share.part(of: whole.amount, rounding), tax: share.part(of: whole.tax, rounding))
  }

  /// Marks what an invoice took.
  static func close(_ rows: [Row], in context: CompanyContext) throws {
    for row in rows where !row.isYes("WillInvoiceProcessingKeepCharge") { try context.set(row, [("IsInvoiced", "Yes")]) }
  }
}
