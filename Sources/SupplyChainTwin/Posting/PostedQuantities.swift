import EntityStore
import OData

/// What of a line is delivered and invoiced, and the state that follows (supply-chain-odata.md 7.4).
struct PostedQuantities {
  let ordered: ExactDecimal
  var delivered: ExactDecimal
  var invoiced: ExactDecimal

  init(_ line: Row) {
    ordered = line.number("OrderedSalesQuantity")
    delivered = line.number("DeliveredSalesQuantity")
    invoiced = line.number("InvoicedSalesQuantity")
  }

  /// The quantity further from zero; lines of returns are negative.
  static func furthest(_ a: ExactDecimal, _ b: ExactDecimal) -> ExactDecimal { a.magnitude >= b.magnitude ? a : b }

  /// State of a line behind a document. A line of no quantity goes along with the document.
  func status(behind document: DocumentStatus) -> OrderStatus {
    if invoiced == ordered, !ordered.isZero || document == .invoice { return .invoiced }
    if delivered == ordered, !ordered.isZero || document >= .packingSlip { return .delivered }
    return .backorder
  }
}
