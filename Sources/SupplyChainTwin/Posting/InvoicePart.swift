import EntityStore
import OData

/// What one invoice takes of one order line.
struct InvoicePart {
  let line: Row
  let quantity: ExactDecimal
  let net: ExactDecimal
  let discount: ExactDecimal
  let tax: ExactDecimal

  /// - Parameter tax: tax on the whole line.
  init(_ line: Row, tax: ExactDecimal, quantity: ExactDecimal) {
    self.line = line
    self.quantity = quantity
    let before = line.number("InvoicedSalesQuantity")
    let ordered = line.number("OrderedSalesQuantity")
    // What is due up to the end of this invoice less what was due up to its beginning: so all invoices together are what was delivered,
    // to the cent, however many there are and wherever the order is cut off.
    func share(_ whole: ExactDecimal) -> ExactDecimal {
      if quantity.isZero || ordered.isZero { return .zero }
      return (whole * (before + quantity)).divided(by: ordered, scale: 2) - (whole * before).divided(by: ordered, scale: 2)
    }
    net = share(line.number("LineAmount"))
    discount = share(line.number("TotalDiscountAmount"))
    self.tax = share(tax)
  }

  /// Whether the invoice takes the line at once, with nothing before or after.
  var isWholeLine: Bool { quantity == line.number("OrderedSalesQuantity") }

  /// What the posting changes of the order line.
  func changes(in posting: OrderPosting) -> [(String, Value)] {
    var posted = PostedQuantities(line)
    posted.post(quantity, as: .invoice)
    return posting.changes(of: line, to: posted, behind: .invoice)
  }
}
