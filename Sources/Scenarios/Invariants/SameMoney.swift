import OData

/// Lines and documents agree to the cent on both sides, less what is documented: an invoice in Sales lacks exactly the tax
/// on header charges (R-INV-5), an order in Sales carries that tax as its Freight Tax line (R-ORD-14).
struct SameMoney: Invariant {
  static let name = "same money"
  static let statement = "lines and totals agree to the cent on both sides, less the documented exceptions"
  static let followsEveryExecution = false

  func violations(_ state: WorldState) async throws -> [Violation] {
    var found: [Violation] = []
    for (kind, pairs) in try await state.crossedDocuments() {
      for pair in pairs {
        found += lines(kind, pair)
        guard let sales = pair.sales, let other = pair.other else { continue }
        switch kind.title {
        case "order" where Scope.orderToSales(other): found += order(kind, pair, sales, other)
        case "invoice": found += invoice(kind, pair, sales, other)
        // A quotation's discount, charges and tax are governed by Supply Chain's own set-up and do not come back.
        default: break
        }
      }
    }
    return found
  }

  private func lines(_ kind: DocumentKind, _ pair: DocumentPair) -> [Violation] {
    let others = Dictionary(
      pair.otherLines.map { (amount($0, "LineCreationSequenceNumber"), $0) }, uniquingKeysWith: { first, _ in first })
    return pair.salesLines.filter { !DocumentKind.isFreightTax($0) }.flatMap { line -> [Violation] in
      guard let other = others[amount(line, "sequencenumber")] else { return [] }
      let what = "line \(amount(line, "sequencenumber")) of \(kind.title) \(pair.number)"
      let net = amount(line, "extendedamount") - amount(line, "tax")
      return [
        compare("quantity of \(what)", amount(line, "quantity"), amount(other, kind.quantity), kind, pair),
        compare("unit price of \(what)", amount(line, "priceperunit"), amount(other, "SalesPrice"), kind, pair),
        compare("discount of \(what)", amount(line, "manualdiscountamount"), amount(other, kind.discount), kind, pair),
        compare("net amount of \(what)", net, amount(other, "LineAmount"), kind, pair),
      ].compactMap { $0 }
    }
  }

  private func order(_ kind: DocumentKind, _ pair: DocumentPair, _ sales: SeenRow, _ other: SeenRow) -> [Violation] {
    let freightTax = pair.salesLines.filter(DocumentKind.isFreightTax).reduce(ExactDecimal.zero) { $0 + amount($1, "extendedamount") }
    return [
      compare("Freight Tax of order \(pair.number)", freightTax, amount(other, "OrderHeaderTaxAmount"), kind, pair),
      compare("freight of order \(pair.number)", amount(sales, "freightamount"), amount(other, "OrderTotalChargesAmount"), kind, pair),
      compare("total of order \(pair.number)", amount(sales, "totalamount"), amount(other, "OrderTotalAmount"), kind, pair),
    ].compactMap { $0 }
  }

  private func invoice(_ kind: DocumentKind, _ pair: DocumentPair, _ sales: SeenRow, _ other: SeenRow) -> [Violation] {
    let expected = amount(other, "TotalInvoiceAmount") - amount(other, "InvoiceHeaderTaxAmount")
    return [
      compare("freight of invoice \(pair.number)", amount(sales, "freightamount"), amount(other, "TotalChargeAmount"), kind, pair),
      compare("total of invoice \(pair.number) (less tax on header charges)", amount(sales, "totalamount"), expected, kind, pair),
    ].compactMap { $0 }
  }

  private func amount(_ row: SeenRow, _ property: String) -> ExactDecimal { row[property]?.numberValue ?? .zero }

  private func compare(
    _ what: String, _ sales: ExactDecimal, _ other: ExactDecimal, _ kind: DocumentKind, _ pair: DocumentPair
  ) -> Violation? {
    guard sales != other else { return nil }
    return Violation(
      message: "\(what) is not the same on both sides",
      comparison: .init(what: what, expected: "\(other) (Supply Chain)", actual: "\(sales) (Sales)"), subject: kind.subject(pair.number))
  }
}
