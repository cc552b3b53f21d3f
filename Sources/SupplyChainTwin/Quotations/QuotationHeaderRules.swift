import EntityStore
import OData
import Twin

/// CDS sales quotation headers (supply-chain-odata.md 2.3, 7.3). A new quotation is Created (inferred).
struct QuotationHeaderRules: EntityRules {
  private let kind = DocumentKind.quotation

  func validateFields(_ record: Record, in context: CompanyContext) throws {
    try DocumentHeaderDefaults(kind: kind, context: context).validateFields(record)
  }

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    try DocumentHeaderDefaults(kind: kind, context: context).fill(&record)
    try QuotationDates(context: context).fill(&record)
    if !record.changes.isEmpty { record[kind.headerFlag] = "No" }
  }

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    try DocumentHeaderDefaults(kind: kind, context: context).validateWrite(record)
  }

  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws {
    guard before != nil else { return }
    let repeated = kind.repeatedOnLines.map { ($0, row[$0]) } + kind.lineFlags.map { ($0, Value.string("No")) }
    for line in try TotalsFlags(kind: kind, context: context).lines(of: row) { try context.set(line, repeated) }
  }

  func validateDelete(_ row: Row, in context: CompanyContext) throws {
    guard let status = QuotationStatus(rawValue: row.text(kind.status)), QuotationLifeCycle.deletable.contains(status) else {
      throw context.errors.deleteRefused(
        context.definition(kind.headerTable),
        "Quotation \(row.text(kind.number)) has status \(row.text(kind.status)) and cannot be deleted.")
    }
  }
}
