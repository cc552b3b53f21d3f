import EntityStore
import OData
import Twin

/// What every posting of an order shares: the checks before, the status after.
struct OrderPosting {
  let action: String
  let header: Row
  let context: CompanyContext

  private var kind: DocumentKind { .order }
  var table: TableDefinition { context.definition(kind.headerTable) }
  var number: String { header.text("SalesOrderNumber") }

  init(_ action: String, on row: Row?, in context: CompanyContext) throws {
    guard let row else { throw context.errors.internalError("action \(action) is bound to a sales order") }
    self.action = action
    header = row
    self.context = context
  }

  func refusal(_ text: String) -> ServiceError { context.errors.actionFailed(action, on: table, text) }

  /// The lines of an order that can be posted.
  func openLines() throws -> [Row] {
    let status = header.text("SalesOrderStatus")
    guard kind.openStatuses.contains(status) else { throw refusal("Sales order \(number) has status \(status).") }
    guard !header.isYes("IsSalesProcessingStopped") else { throw refusal("Sales order \(number) is stopped.") }
    let lines = try TotalsFlags(kind: kind, context: context).lines(of: header)
    guard !lines.isEmpty else { throw refusal("Sales order \(number) has no lines.") }
    return lines
  }

  /// Writes the status that follows, on the header and on every line; a status is a change, so totals no longer hold.
  /// - Parameter lines: every line with what the posting changes of it, its own status included.
  func finish(_ lines: [(row: Row, changes: [(String, Value)])], document: DocumentStatus) throws {
    let statuses = lines.map { line in
      OrderStatus(rawValue: line.changes.last { $0.0 == "SalesOrderLineStatus" }?.1.stringValue ?? line.row.text("SalesOrderLineStatus"))
        ?? .backorder
    }
    let order = OrderStatus(lines: statuses)
    let highest = max(DocumentStatus(rawValue: header.text("DocumentStatus")) ?? .none, document)
    let processing = ProcessingStatus(
      order: order, document: highest, hasDeliveredPartiallyInvoiced: context.has("deliveredPartiallyInvoiced"))
    let current = try context.store.row(header.table, key: header.key) ?? header
    try context.set(
      current,
      [
        ("SalesOrderStatus", .string(order.rawValue)), ("DocumentStatus", .string(highest.rawValue)),
        ("SalesOrderProcessingStatus", .string(processing.rawValue)), (kind.headerFlag, "No"),
      ])
    for line in lines {
      try context.set(
        line.row,
        line.changes + [("SalesOrderProcessingStatus", .string(processing.rawValue))] + kind.lineFlags.map { ($0, "No") })
    }
  }
}
