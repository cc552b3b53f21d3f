import EntityStore
import OData
import Twin

/// Multiline and total discounts by trade agreements: what the buttons Multiline discount and Total discount of the product work out, and
/// posting does by itself where the company's parameters say so (buttons and parameter sourced: the AX 2012 page on total discounts).
///
/// A document whose customer has no such agreement keeps what people entered.
struct DocumentDiscounts {
  let kind: DocumentKind
  let context: CompanyContext

  /// Before a posting: both, until something is invoiced. Answers the header as it is then.
  func onPosting(_ header: Row) throws -> Row {
    if let status = DocumentStatus(rawValue: header.table.index(of: "DocumentStatus") == nil ? "" : header.text("DocumentStatus")),
      status >= .invoice
    {
      return header
    }
    guard try PriceParameters(in: context).calculatesDiscountsOnPosting else { return header }
    try calculateMultilineDiscounts(header)
    return try calculateTotalDiscount(context.store.row(header.table, key: header.key) ?? header)
  }

  /// Lines whose products are in one multiline discount group count together; agreements for every product count all lines (sourced).
  func calculateMultilineDiscounts(_ header: Row) throws {
    let agreed = try context.rows("SalesMultiLineDiscountAgreement")
    guard !agreed.isEmpty else { return }
    let search = search(.multiline, header, group: "MultilineDiscountCustomerGroupCode")
    let lines = try TotalsFlags(kind: kind, context: context).lines(of: header)
    let groups = try lines.map { line in
      try context.find("ReleasedProductV2", line["ItemNumber"])?.text("SalesMultilineDiscountProductGroupCode") ?? ""
    }
    func quantity(_ group: String?) -> ExactDecimal {
      zip(lines, groups).reduce(.zero) { sum, line in
        group.map { !line.1.equalsIgnoringASCIICase($0) } ?? false ? sum : sum + line.0.number(kind.quantity).magnitude
      }
    }
    let parameters = try PriceParameters(in: context)
    var isChanged = false
    for (line, group) in zip(lines, groups) {
      let candidates = search.sorted(agreed, itemGroup: group).filter {
        $0.text("QuantityUnitSymbol").isEmpty || $0.text("QuantityUnitSymbol").equalsIgnoringASCIICase(line.text("SalesUnitSymbol"))
      }
      guard !candidates.isEmpty else { continue }
      let discount = AgreedDiscount(
        candidates.filter { row in
          let agreedGroup = row.text("MultiLineDiscountProductGroupCode")
          return search.reaches(row, quantity(agreedGroup.isEmpty ? nil : agreedGroup))
        })
      var record = Record(line)
      record["MultilineDiscountAmount"] = .decimal(discount.amount)
      record["MultilineDiscountPercentage"] = .decimal(discount.percentage)
      try LinePricing(kind: kind, header: header, context: context).computeAmounts(&record, parameters)
      guard !record.changes.isEmpty else { continue }
      try context.save(record)
      isChanged = true
    }
    if isChanged { try TotalsFlags(kind: kind, context: context).clear(header) }
  }

  /// - Returns: the header as it is then.
  @discardableResult
  func calculateTotalDiscount(_ header: Row) throws -> Row {
    let agreed = try context.rows("SalesTotalDiscountAgreement")
    guard !agreed.isEmpty else { return header }
    let search = search(.total, header, group: "TotalDiscountCustomerGroupCode")
    let candidates = search.sorted(agreed)
    guard !candidates.isEmpty else { return header }
    let lines = try TotalsFlags(kind: kind, context: context).lines(of: header)
    let sum = lines.reduce(ExactDecimal.zero) { $0 + $1.number("LineAmount") }
    let discount = AgreedDiscount(candidates.filter { search.reaches($0, sum.magnitude) })
    let rounding = try context.rounding(of: header.text("CurrencyCode"))
    // On a return the discount comes back as well.
    let amount = rounding.rounded(sum.isNegative ? -discount.amount : discount.amount)
    let total = rounding.rounded(amount + rounding.percentage(discount.percentage, of: sum - amount))
    let changed = try context.set(
      header,
      [
        ("EnteredDiscountAmount", .decimal(amount)), ("TotalDiscountPercentage", .decimal(discount.percentage)),
        ("TotalDiscountAmount", .decimal(total)),
      ])
    guard changed.version != header.version else { return header }
    try TotalsFlags(kind: kind, context: context).clear(changed)
    return try context.store.row(header.table, key: header.key) ?? changed
  }

  private func search(_ columns: AgreementSearch.Columns, _ header: Row, group: String) -> AgreementSearch {
    AgreementSearch(
      columns: columns, customer: header.text(kind.customer), group: header.text(group), currency: header.text("CurrencyCode"),
      date: context.session.now.date)
  }
}
