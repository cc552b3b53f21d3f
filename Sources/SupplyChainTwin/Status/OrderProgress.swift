import EntityStore
import OData
import PlantedBugs

/// How far an order is: its state, from the states of its lines, the most advanced document ever posted for it, and the processing
/// status that follows from the two (supply-chain-odata.md 4.4, sourced: S21).
struct OrderProgress: Hashable {
  let order: OrderStatus
  let document: DocumentStatus
  let processing: ProcessingStatus

  /// - Parameters:
  ///   - lines: the state of every line.
  ///   - posted: what is posted now; a lower document than one before does not move the order back.
  init(of header: Row, lines: [OrderStatus], posted: DocumentStatus = .none, in context: CompanyContext) {
    order = OrderStatus(lines: lines)
    let reached = DocumentStatus(rawValue: header.text("DocumentStatus")) ?? .none
    document = PlantedBug.statusMovesBack.isOn ? posted : max(reached, posted)
    processing = ProcessingStatus(
      order: order, document: document, hasDeliveredPartiallyInvoiced: context.has("deliveredPartiallyInvoiced"))
  }

  /// What the header says of it.
  var values: [(String, Value)] {
    [
      ("SalesOrderStatus", .string(order.rawValue)), ("DocumentStatus", .string(document.rawValue)),
      ("SalesOrderProcessingStatus", .string(processing.rawValue)),
    ]
  }

  /// Brings the order's status into line with its lines, after one was added, changed or deleted. That is a change, so totals no
  /// longer hold.
  static func refresh(_ header: Row, in context: CompanyContext) throws {
    let kind = DocumentKind.order
    guard let current = try context.store.row(header.table, key: header.key) else { return }
    let lines = try TotalsFlags(kind: kind, context: context).lines(of: current)
    let progress = OrderProgress(of: current, lines: lines.map(status), in: context)
    try context.set(current, progress.values + [(kind.headerFlag, "No")])
    for line in lines {
      try context.set(
        line, [("SalesOrderProcessingStatus", .string(progress.processing.rawValue))] + kind.lineFlags.map { ($0, "No") })
    }
  }

  static func status(of line: Row) -> OrderStatus { OrderStatus(rawValue: line.text("SalesOrderLineStatus")) ?? .backorder }
}
