import EntityStore
import OData
import Twin

/// The batch job "Calculate sales totals" (supply-chain-odata.md 7.7, sourced: S9): fills the totals of orders and
/// quotations and says on header and lines that they hold. Documents whose totals hold already are left alone, so a second
/// run writes nothing. Answers how many documents it calculated.
///
/// Parameters: `lookBackDays` (only documents updated since that many days before today; none means all), `salesOrders`, `quotations` (both
/// yes by default, proposed), `threads` (0 is automatic; how many there are changes nothing that can be seen).
struct CalculateSalesTotals: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    for name in ["lookBackDays", "threads"] {
      guard let number = parameters[name]?.numberValue, number < .zero else { continue }
      throw context.errors.actionFailed(
        "calculateSalesTotals", on: context.definition("CDSSalesOrderHeader"), "The parameter '\(name)' cannot be less than zero.")
    }
    var changedSince: Timestamp?
    if let days = parameters["lookBackDays"]?.numberValue?.exactInt64 {
      changedSince = Timestamp(date: context.session.now.date).adding(seconds: -days * 86_400)
    }
    var kinds: [DocumentKind] = []
    if parameters["salesOrders"]?.boolValue ?? true { kinds.append(.order) }
    if parameters["quotations"]?.boolValue ?? true { kinds.append(.quotation) }
    var calculated = 0
    for company in try companies(context) {
      let rates = TaxRates(context: company)
      for kind in kinds {
        for header in try company.rows(kind.headerTable, where: [kind.headerFlag], equal: ["No"]) {
          let document = try SalesDocument(header, kind: kind, rates: rates, in: company)
          if let changedSince, !wasChanged(document, since: changedSince) { continue }
          try write(document, in: company)
          calculated += 1
        }
      }
    }
    return .value(JSON(Value.int(Int64(calculated))), type: "Edm.Int32")
  }

  /// The caller's company, or every one with `cross-company=true`.
  private func companies(_ context: CompanyContext) throws -> [CompanyContext] {
    guard context.twin.isCrossCompany(context.session) else { return [context] }
    return try context.store.rows(context.schema("LegalEntity"), where: [], equal: [], orderBy: ["LegalEntityId"])
      .map { context.twin.context(context.session, company: $0.text("LegalEntityId").lowercased()) }
  }

  private func wasChanged(_ document: SalesDocument, since moment: Timestamp) -> Bool {
    ([document.header] + document.lines).contains { ($0["ModifiedDateTime"].timestampValue ?? EmptyDate.moment) >= moment }
  }

  private func write(_ document: SalesDocument, in context: CompanyContext) throws {
    let kind = document.kind
    let totals = document.amounts.totals
    // The generation without Freight Tax leaves the tax on header charges out of what Sales is told (R-ORD-19; that it is left
    // out is sourced, that it is this column is proposed).
    let tax = context.has("freightTax") ? totals.tax : totals.lineTax
    let prefix = kind.totalsPrefix
    try context.set(
      document.header,
      [
        ("\(prefix)TotalAmount", .decimal(totals.total)), ("\(prefix)TotalTaxAmount", .decimal(tax)),
        ("\(prefix)TotalChargesAmount", .decimal(totals.charges)), ("\(prefix)TotalDiscountAmount", .decimal(totals.discount)),
        ("\(prefix)HeaderTaxAmount", .decimal(totals.headerTax)), ("TotalDiscountAmount", .decimal(document.amounts.headerDiscount)),
        (kind.headerFlag, "Yes"),
      ])
    for (line, result) in zip(document.lines, document.amounts.lines) {
      let amounts = result.totals
      try context.set(
        line,
        [("TotalTaxAmount", .decimal(amounts.tax)), ("TotalChargesAmount", .decimal(amounts.charges))] + kind.lineFlags.map { ($0, "Yes") })
    }
  }
}
