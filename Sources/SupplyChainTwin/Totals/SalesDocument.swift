import EntityStore
import OData

/// An order or a quotation with its lines and charges, as the totals job and the postings see it.
struct SalesDocument {
  let kind: DocumentKind
  let header: Row
  let lines: [Row]
  /// Charges of the header, and of each line, in their order.
  let charges: [Row]
  let lineCharges: [[Row]]
  let rounding: CurrencyRounding
  let amounts: DocumentAmounts

  init(_ header: Row, kind: DocumentKind, rates: TaxRates, in context: CompanyContext) throws {
    self.kind = kind
    self.header = header
    lines = try TotalsFlags(kind: kind, context: context).lines(of: header)
    func chargeRows(_ table: String) throws -> [Row] {
      try context.rows(table, where: [kind.number], equal: [header[kind.number]], orderBy: ["ChargeLineNumber"])
    }
    charges = try chargeRows(kind.headerChargeTable)
    let byLine = Dictionary(grouping: try chargeRows(kind.lineChargeTable)) { $0.integer("LineCreationSequenceNumber") }
    lineCharges = lines.map { byLine[$0.integer("LineCreationSequenceNumber")] ?? [] }
    rounding = try context.rounding(of: header.text("CurrencyCode"))
    func percentages(_ row: Row) throws -> [ExactDecimal] {
      try rates.percentages(group: row.text("SalesTaxGroupCode"), itemGroup: row.text("SalesTaxItemGroupCode"))
    }
    func charge(_ row: Row) throws -> DocumentAmounts.Charge {
      let category = ChargeCategory(rawValue: row.text("ChargeCategory")) ?? .fixed
      guard category != .percent else {
        return DocumentAmounts.Charge(category: category, value: row.number("ChargePercentage"), taxPercentages: try percentages(row))
      }
      let (own, other) = (header.text("CurrencyCode"), row.text("ChargeCurrencyCode"))
      guard let rate = try ExchangeRates(context: context).factor(other, own) else {
        throw context.errors.rowRefused(
          context.definition(kind.headerTable), "\(header.text(kind.number)): there is no exchange rate from '\(other)' to '\(own)'.")
      }
      return DocumentAmounts.Charge(
        category: category, value: rate.convert(row.number("FixedChargeAmount"), scale: 6), taxPercentages: try percentages(row))
    }
    amounts = DocumentAmounts(
      lines: try zip(lines, lineCharges).map { line, charges in
        DocumentAmounts.Line(
          quantity: line.number(kind.quantity), amount: line.number("LineAmount"), discount: line.number("TotalDiscountAmount"),
          taxPercentages: try percentages(line), charges: try charges.map(charge))
      },
      charges: try charges.map(charge),
      discount: UnitDiscount(amount: header.number("EnteredDiscountAmount"), percentage: header.number("TotalDiscountPercentage")),
      includesTax: header.isYes("ArePricesIncludingSalesTax"), rounding: rounding)
  }
}
