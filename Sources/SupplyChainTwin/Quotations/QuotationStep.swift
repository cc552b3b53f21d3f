import EntityStore
import OData
import PlantedBugs
import Twin

/// What every step of a quotation shares: whether its life cycle has that step, and what it writes.
struct QuotationStep {
  let header: Row
  let context: CompanyContext
  private let action: String
  private let target: QuotationStatus

  private var table: TableDefinition { context.definition("CDSSalesQuotationHeader") }
  var number: String { header.text("SalesQuotationNumber") }

  /// - Throws: the refusal of a step that the quotation cannot take from where it is.
  init(_ action: String, on row: Row?, in context: CompanyContext) throws {
    guard let row else { throw context.errors.internalError("action \(action) is bound to a quotation") }
    header = ["send", "confirm"].contains(action) ? try DocumentDiscounts(kind: .quotation, context: context).onPosting(row) : row
    self.context = context
    self.action = action
    let status = row.text("SalesQuotationStatus")
    guard let move = QuotationStatus(rawValue: status).flatMap({ QuotationLifeCycle.move(action, from: $0) }) else {
      throw context.errors.actionFailed(
        action, on: context.definition("CDSSalesQuotationHeader"), "Quotation \(row.text("SalesQuotationNumber")) has status \(status).")
    }
    target = PlantedBug.lostQuotationCancelled.isOn && move.to == .lost ? .cancelled : move.to
  }

  func refusal(_ text: String) -> ServiceError { context.errors.actionFailed(action, on: table, text) }

  func lines() throws -> [Row] { try TotalsFlags(kind: .quotation, context: context).lines(of: header) }

  /// - Throws: the refusal of a quotation without lines.
  func someLines() throws -> [Row] {
    let lines = try lines()
    guard !lines.isEmpty else { throw refusal("Quotation \(number) has no lines.") }
    return lines
  }

  /// Sets the status on header and lines; their totals no longer hold.
  func finish(_ more: [(String, Value)] = []) throws {
    let changes: [(String, Value)] = [("SalesQuotationStatus", .string(target.rawValue)), ("AreTotalsCalculated", "No")]
    for line in try lines() { try context.set(line, changes) }
    try context.set(header, changes + more)
  }
}
