import EntityStore
import OData

/// An order or a quotation with its lines and header charges, as the totals job and the postings see it.
struct SalesDocument {
  let kind: DocumentKind
  let header: Row
  let lines: [Row]
  let charges: [Row]
  /// Tax of each line and each charge, in their order.
  let lineTaxes: [ExactDecimal]
  let chargeTaxes: [ExactDecimal]

  init(_ header: Row, kind: DocumentKind, rates: TaxRates, in context: CompanyContext) throws {
    self.kind = kind
    self.header = header
    lines = try TotalsFlags(kind: kind, context: context).lines(of: header)
    charges =
      kind.headerTable == DocumentKind.order.headerTable
      ? try context.rows(
        "SalesOrderHeaderCharge", where: ["SalesOrderNumber"], equal: [header["SalesOrderNumber"]], orderBy: ["ChargeLineNumber"]) : []
    func tax(_ row: Row, _ amount: String) throws -> ExactDecimal {
      TaxCalculation.tax(
        on: row.number(amount),
        percentages: try rates.percentages(group: row.text("SalesTaxGroupCode"), itemGroup: row.text("SalesTaxItemGroupCode")))
    }
    lineTaxes = try lines.map { try tax($0, "LineAmount") }
    chargeTaxes = try charges.map { try tax($0, "FixedChargeAmount") }
  }

  var totals: DocumentTotals {
    DocumentTotals(
      lines: zip(lines, lineTaxes).map { .init(net: $0.number("LineAmount"), discount: $0.number("TotalDiscountAmount"), tax: $1) },
      charges: zip(charges, chargeTaxes).map { .init(amount: $0.number("FixedChargeAmount"), tax: $1) },
      headerDiscount: header.number("TotalDiscountAmount"))
  }
}
