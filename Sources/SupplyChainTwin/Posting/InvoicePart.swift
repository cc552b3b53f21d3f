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
    let ordered = line.number("OrderedSalesQuantity")
    let isLast = line.number("InvoicedSalesQuantity") + quantity == ordered
    func share(_ whole: ExactDecimal, _ done: String) -> ExactDecimal {
      if quantity.isZero { return .zero }
      return isLast ? whole - line.number(done) : (whole * quantity).divided(by: ordered, scale: 2)
    }
    net = share(line.number("LineAmount"), "InvoicedLineAmount")
    discount = share(line.number("TotalDiscountAmount"), "InvoicedDiscountAmount")
    self.tax = share(tax, "InvoicedTaxAmount")
  }

  /// Whether the invoice takes the line at once, with nothing before or after.
  var isWholeLine: Bool { quantity == line.number("OrderedSalesQuantity") }

  /// What the posting changes of the order line.
  var changes: [(String, Value)] {
    guard line.text("SalesOrderLineStatus") != OrderStatus.canceled.rawValue else { return [] }
    var posted = PostedQuantities(line)
    posted.invoiced += quantity
    posted.delivered = PostedQuantities.furthest(posted.delivered, posted.invoiced)
    return [
      ("InvoicedSalesQuantity", .decimal(posted.invoiced)), ("DeliveredSalesQuantity", .decimal(posted.delivered)),
      ("InvoicedLineAmount", .decimal(line.number("InvoicedLineAmount") + net)),
      ("InvoicedDiscountAmount", .decimal(line.number("InvoicedDiscountAmount") + discount)),
      ("InvoicedTaxAmount", .decimal(line.number("InvoicedTaxAmount") + tax)),
      ("SalesOrderLineStatus", .string(posted.status(behind: .invoice).rawValue)),
    ]
  }
}
