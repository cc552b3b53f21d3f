import EntityStore
import OData
import Twin

/// Charges on the header or on a line of an order or a quotation, such as freight, each with its own tax (the entity of order headers is
/// known under this name with most of these columns; the others proposed).
struct ChargeRules: EntityRules {
  let kind: DocumentKind
  let isOnLine: Bool

  private var table: String { isOnLine ? kind.lineChargeTable : kind.headerChargeTable }

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    guard record.isNew, let document = try context.find(kind.headerTable, record[kind.number]) else { return }
    if record["ChargeLineNumber"] == 0 {
      let owner = [kind.number] + (isOnLine ? ["LineCreationSequenceNumber"] : [])
      let charges = try context.rows(table, where: owner, equal: owner.map { record[$0] }, orderBy: ["ChargeLineNumber"])
      record["ChargeLineNumber"] = .int((charges.last?.integer("ChargeLineNumber") ?? 0) + 1)
    }
    record.fill("ChargeCurrencyCode", document.text("CurrencyCode"))
    if !record.isGiven("SalesTaxGroupCode") { record["SalesTaxGroupCode"] = document["SalesTaxGroupCode"] }
  }

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    let definition = context.definition(table)
    guard let document = try context.find(kind.headerTable, record[kind.number]) else {
      throw context.errors.requiredMissing(column: kind.number, table: definition)
    }
    let number = document.text(kind.number)
    if isOnLine,
      try context.first(
        kind.lineTable, where: [kind.number, "LineCreationSequenceNumber"],
        equal: [record[kind.number], record["LineCreationSequenceNumber"]]) == nil
    {
      throw context.errors.rowRefused(definition, "\(number) has no line \(record["LineCreationSequenceNumber"].intValue ?? 0).")
    }
    // Pieces are counted on lines only (sourced: public descriptions of charges).
    guard isOnLine || record["ChargeCategory"] != "Pcs" else {
      throw context.errors.fieldRefused(definition, column: "ChargeCategory", "Category Pcs can be used for charges on lines only.")
    }
    let (own, other) = (document.text("CurrencyCode"), record.text("ChargeCurrencyCode"))
    guard try ExchangeRates(context: context).factor(other, own) != nil else {
      throw context.errors.fieldRefused(definition, column: "ChargeCurrencyCode", "There is no exchange rate from '\(other)' to '\(own)'.")
    }
    guard kind.openStatuses.contains(document.text(kind.status)), !record.isYes("IsInvoiced") else {
      throw context.errors.rowRefused(definition, "Charges of \(number) can no longer be changed.")
    }
  }

  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws { try clearTotals(row, in: context) }
  func didDelete(_ row: Row, in context: CompanyContext) throws { try clearTotals(row, in: context) }

  private func clearTotals(_ row: Row, in context: CompanyContext) throws {
    guard let document = try context.find(kind.headerTable, row[kind.number]) else { return }
    try TotalsFlags(kind: kind, context: context).clear(document)
  }
}
