import EntityStore
import OData
import Twin

/// What every posting of an order shares: the checks before, the status after.
struct OrderPosting {
  /// A line with what the posting changes of it, its own status included.
  typealias ChangedLine = (row: Row, changes: [(String, Value)])

  let action: String
  let header: Row
  let context: CompanyContext
  /// The entity the action is bound to, which refusals name.
  private let table: TableDefinition

  private var kind: DocumentKind { .order }
  /// Before these, discounts that follow from the whole order are worked out.
  private static let pricing: Set<String> = ["confirm", "postPickingList", "postPackingSlip", "postInvoice"]
  var number: String { header.text("SalesOrderNumber") }

  /// - Parameter row: the order, or one of its lines.
  init(_ action: String, on row: Row?, in context: CompanyContext) throws {
    guard let row, let header = try context.find(DocumentKind.order.headerTable, row["SalesOrderNumber"]) else {
      throw context.errors.internalError("action \(action) is bound to a sales order or a line of one")
    }
    self.action = action
    self.header = Self.pricing.contains(action) ? try DocumentDiscounts(kind: .order, context: context).onPosting(header) : header
    self.context = context
    table = context.definition(row.table.name)
  }

  func refusal(_ text: String) -> ServiceError { context.errors.actionFailed(action, on: table, text) }

  func lines() throws -> [Row] { try TotalsFlags(kind: kind, context: context).lines(of: header) }

  /// - Throws: the refusal of an order that is invoiced or cancelled.
  func checkIsOpen() throws {
    let status = header.text("SalesOrderStatus")
    guard kind.openStatuses.contains(status) else { throw refusal("Sales order \(number) has status \(status).") }
  }

  /// The lines of an order that can be posted.
  func openLines() throws -> [Row] {
    try checkIsOpen()
    guard !header.isYes("IsSalesProcessingStopped") else { throw refusal("Sales order \(number) is stopped.") }
    let lines = try lines()
    guard !lines.isEmpty else { throw refusal("Sales order \(number) has no lines.") }
    return lines
  }

  /// - Throws: the refusal of a document that would take nothing.
  func quantities(_ parameters: JSONObject, for document: DocumentStatus, of lines: [Row]) throws -> PostingQuantities {
    let quantities = try PostingQuantities(parameters, lines: lines, posting: self, document: document)
    guard !quantities.isEmpty else {
      let verb =
        switch document {
        case .none, .confirmation: "confirm"
        case .pickingList: "pick"
        case .packingSlip: "deliver"
        case .invoice: "invoice"
        }
      throw refusal("Sales order \(number) has nothing left to \(verb).")
    }
    return quantities
  }

  /// Posts a picking list or a packing slip.
  func post(_ document: DocumentStatus, _ quantities: PostingQuantities) throws {
    let changed = try zip(quantities.lines, quantities.quantities).enumerated().map { index, taken -> ChangedLine in
      let (line, quantity) = taken
      var posted = PostedQuantities(line)
      posted.post(quantity, as: document)
      if quantities.closed.contains(index), !posted.leftToDeliver.isZero {
        try DeliveryLimits(line, document: document).checkClosing(posted.leftToDeliver, self)
        posted.cancel()
      }
      return (line, changes(of: line, to: posted, behind: document))
    }
    try finish(changed, document: document)
  }

  /// What a line is after its quantities changed. A cancelled line stays as it is.
  func changes(of line: Row, to posted: PostedQuantities, behind document: DocumentStatus) -> [(String, Value)] {
    guard line.text("SalesOrderLineStatus") != OrderStatus.canceled.rawValue else { return [] }
    // A picking list says nothing of the state of a line, and one of no quantity has no other.
    guard document >= .packingSlip || posted != PostedQuantities(line) else { return [] }
    return posted.values + [("SalesOrderLineStatus", .string(posted.status(behind: document).rawValue))]
  }

  /// Writes the status that follows, on the header and on every line; a status is a change, so totals no longer hold.
  /// - Parameter lines: every line of the order.
  func finish(_ lines: [ChangedLine], document: DocumentStatus) throws {
    let statuses = lines.map { line in
      OrderStatus(rawValue: line.changes.last { $0.0 == "SalesOrderLineStatus" }?.1.stringValue ?? "") ?? OrderProgress.status(of: line.row)
    }
    let progress = OrderProgress(of: header, lines: statuses, posted: document, in: context)
    let current = try context.store.row(header.table, key: header.key) ?? header
    try context.set(current, progress.values + [(kind.headerFlag, "No")])
    for line in lines {
      try context.set(
        line.row,
        line.changes + [("SalesOrderProcessingStatus", .string(progress.processing.rawValue))] + kind.lineFlags.map { ($0, "No") })
    }
  }
}
