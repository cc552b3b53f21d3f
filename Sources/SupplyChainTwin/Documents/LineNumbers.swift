import EntityStore
import OData
import Twin

/// The creation sequence numbers of lines where they were not there from the start: at version 1611 lines made before KB4033093 hold 0,
/// so several lines of a document have the same key (data-integration.md 4.3).
enum LineNumbers {
  private static let column = "LineCreationSequenceNumber"
  /// The tables with lines, what says which document a line belongs to, and the headers that know of numbers of deleted lines.
  private static let tables: [(name: String, document: [String], headers: String?)] = [
    (DocumentKind.order.lineTable, ["dataAreaId", DocumentKind.order.number], DocumentKind.order.headerTable),
    (DocumentKind.quotation.lineTable, ["dataAreaId", DocumentKind.quotation.number], DocumentKind.quotation.headerTable),
    ("ExternallyMaintainedCustomerSalesInvoiceLine", ["dataAreaId", "InvoiceNumber", "InvoiceDate", "LedgerVoucher"], nil),
  ]

  /// Gives every line without a number the next one of its document, in the order the lines were made. Nothing else of a line changes.
  /// - Parameter modified: the moment that the lines count as modified at; they keep theirs for `nil`.
  /// - Returns: how many lines got a number.
  static func fill(in store: EntityStore, model: ServiceModel, modified: Timestamp?) throws -> Int {
    var filled = 0
    for (name, document, headers) in tables {
      let table = model.schema(name)
      for line in try store.rows(table, where: [column], equal: [0]) {
        let key = document.map { line[$0] }
        let last = try store.rows(table, where: document, equal: key, orderBy: [column]).last?.integer(column) ?? 0
        let floor = try headers.flatMap { try store.row(model.schema($0), key: key) }?.integer("LineNumberFloor") ?? 0
        let next = max(last, floor) + 1
        var values: [(String, Value)] = [(column, .int(next))]
        if let modified, table.index(of: "ModifiedDateTime") != nil { values.append(("ModifiedDateTime", .timestamp(modified))) }
        _ = try store.update(line, values.compactMap { name, value in table.index(of: name).map { ($0, value) } })
        filled += 1
      }
    }
    return filled
  }

  /// Where the store does not keep keys apart, numbers that were given are kept apart all the same; only 0 repeats.
  /// - Throws: the refusal of a key that is there already.
  static func refuseRepeated(_ record: Record, in context: CompanyContext) throws {
    let key = record.table.key.map { record[$0] }
    guard record[column] != 0, try context.store.row(record.table, key: key) != nil else { return }
    throw context.errors.duplicate(
      table: context.definition(record.table.name), key: "PrimaryKey", columns: record.table.key, values: key)
  }
}
