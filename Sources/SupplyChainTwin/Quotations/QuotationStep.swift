import EntityStore
import OData
import Twin

/// What every step of a quotation shares (supply-chain-odata.md 7.3: Created → Sent → Confirmed, Lost or Cancelled, sourced:
/// S28; a quotation that is only created may take the last steps too).
struct QuotationStep {
  let action: String
  let header: Row
  let context: CompanyContext

  private var table: TableDefinition { context.definition("CDSSalesQuotationHeader") }
  var number: String { header.text("SalesQuotationNumber") }

  init(_ action: String, on row: Row?, from allowed: Set<String>, in context: CompanyContext) throws {
    guard let row else { throw context.errors.internalError("action \(action) is bound to a quotation") }
    self.action = action
    header = row
    self.context = context
    let status = row.text("SalesQuotationStatus")
    guard allowed.contains(status) else { throw refusal("Quotation \(number) has status \(status).") }
  }

  func refusal(_ text: String) -> ServiceError { context.errors.actionFailed(action, on: table, text) }

  func lines() throws -> [Row] { try TotalsFlags(kind: .quotation, context: context).lines(of: header) }

  /// Sets the status on header and lines; their totals no longer hold.
  func finish(_ status: String, _ more: [(String, Value)] = []) throws {
    let changes: [(String, Value)] = [("SalesQuotationStatus", .string(status)), ("AreTotalsCalculated", "No")]
    for line in try lines() { try context.set(line, changes) }
    try context.set(header, changes + more)
  }
}
