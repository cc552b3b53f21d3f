import EntityStore
import OData

/// What one invoice takes of one order line.
struct InvoicePart {
  let line: Row
  let quantity: ExactDecimal
  let net: ExactDecimal
  let discount: ExactDecimal
  /// The line's part in the total discount.
  let headerDiscount: ExactDecimal
  /// Charges of the line, before tax.
  let charges: ExactDecimal
  /// On the line and its charges.
  let tax: ExactDecimal

  /// - Parameter position: which line of the order.
  init(_ document: SalesDocument, _ position: Int, quantity: ExactDecimal) {
    let (line, whole, rounding) = (document.lines[position], document.amounts.lines[position], document.rounding)
    self.line = line
    self.quantity = quantity
    let share = Self.share(of: line, quantity: quantity)
    net = share.part(of: whole.net, rounding)
    // Not the discount's own part: both roundings could go the same way, and a line would not be quantity times price less its discount.
    discount = share.part(of: whole.net + whole.discount, rounding) - net
    headerDiscount = share.part(of: whole.headerDiscount, rounding)
    let charges = zip(document.lineCharges[position], whole.charges).map {
      InvoiceCharges.part(of: $1, $0, share: share, isTaken: share != .nothing, rounding)
    }
    self.charges = charges.reduce(.zero) { $0 + $1.amount }
    tax = charges.reduce(share.part(of: whole.tax, rounding)) { $0 + $1.tax }
  }

  /// From what was invoiced before to what is invoiced then. A line of no quantity, but with amounts, is on the first invoice.
  static func share(of line: Row, quantity: ExactDecimal) -> Share {
    let ordered = line.number("OrderedSalesQuantity")
    if ordered.isZero { return line.text("SalesOrderLineStatus") == OrderStatus.invoiced.rawValue ? .nothing : .everything }
    if quantity.isZero { return .nothing }
    let before = line.number("InvoicedSalesQuantity")
    return Share(before: before, after: before + quantity, of: ordered)
  }

  /// Whether the line is on the invoice.
  var isTaken: Bool { !quantity.isZero || !totals.net.isZero || !totals.charges.isZero }

  var totals: DocumentTotals.Line { DocumentTotals.Line(net: net, discount: discount, tax: tax, charges: charges) }

  /// What the posting changes of the order line.
  func changes(in posting: OrderPosting) -> [(String, Value)] {
    var posted = PostedQuantities(line)
    posted.post(quantity, as: .invoice)
    return posting.changes(of: line, to: posted, behind: .invoice)
  }
}
