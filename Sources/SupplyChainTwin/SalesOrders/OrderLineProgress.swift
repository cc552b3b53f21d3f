import EntityStore
import OData
import Twin

/// What a line that is picked, delivered or invoiced does to changes of itself, and they to it (supply-chain-odata.md 7.4; that quantity,
/// price and further lines can be changed while an order is open: sourced for orders after confirmation, S7; what is refused is inferred).
struct OrderLineProgress {
  let context: CompanyContext

  /// Takes a new ordered quantity into account: what is left to deliver, and the state that follows.
  static func follow(_ record: inout Record) {
    guard let stored = record.stored, record.isChanged("OrderedSalesQuantity") else { return }
    var posted = PostedQuantities(stored)
    posted.order(record.number("OrderedSalesQuantity"))
    for (column, value) in posted.values { record[column] = value }
    record["SalesOrderLineStatus"] = .string(posted.status(behind: .none).rawValue)
  }

  func validate(_ record: Record, of header: Row, _ table: TableDefinition) throws {
    if header["SalesType"] == "ReturnItem", !record.number("OrderedSalesQuantity").isNegative {
      throw context.errors.rowRefused(table, "The lines of a returned order have negative quantities.")
    }
    guard let stored = record.stored else { return }
    let status = OrderProgress.status(of: stored)
    let number = stored.integer("LineCreationSequenceNumber")
    guard status != .invoiced, status != .canceled else {
      throw context.errors.rowRefused(table, "Line \(number) has status \(status.rawValue) and cannot be changed.")
    }
    let posted = PostedQuantities(stored)
    let quantity = record.number("OrderedSalesQuantity")
    let furthest = PostedQuantities.furthest(posted.delivered, posted.invoiced)
    if record.isChanged("OrderedSalesQuantity"),
      quantity.magnitude < furthest.magnitude || !posted.isUntouched && quantity.isNegative != posted.ordered.isNegative
    {
      throw context.errors.rowRefused(table, "The quantity cannot be less than what is delivered or invoiced.")
    }
    for column in ["ProductNumber", "SalesUnitSymbol"] where record.isChanged(column) && !posted.isUntouched {
      throw context.errors.fieldRefused(
        table, column: column, "Line \(number) is picked, delivered or invoiced in part or in full; its product and unit stay.")
    }
  }

  func validateDelete(_ row: Row, _ table: TableDefinition) throws {
    let posted = PostedQuantities(row)
    guard posted.delivered.isZero, posted.invoiced.isZero else {
      throw context.errors.deleteRefused(table, "The line cannot be deleted: it is delivered or invoiced in part or in full.")
    }
    guard posted.picked.isZero else { throw context.errors.deleteRefused(table, "The line cannot be deleted: it is picked.") }
  }

  /// Brings the order's status into line with a new or changed line.
  /// - Returns: whether that was needed.
  func didWrite(_ row: Row, before: Row?, of header: Row) throws -> Bool {
    let isNews = before.map { OrderProgress.status(of: $0) != OrderProgress.status(of: row) } ?? (header["SalesOrderStatus"] != "Backorder")
    if isNews { try OrderProgress.refresh(header, in: context) }
    return isNews
  }
}
