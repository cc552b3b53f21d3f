import EntityStore
public import OData
public import Twin

/// Company behaviour (supply-chain-odata.md 5.5).
extension SupplyChainTwin {
  /// Reads see the caller's company only, unless `cross-company=true` (sourced: S10). Invoices are under one more
  /// condition, which the real entities build in: the customer comes from Sales (sourced: S3, S8).
  public func visibility(of table: TableDefinition, in session: Session) -> Expression? {
    visibility(of: table, company: isCrossCompany(session) ? nil : homeCompany(session))
  }

  /// - Parameter company: `nil` for all.
  func visibility(of table: TableDefinition, company: String?) -> Expression? {
    var condition: Expression?
    if let company, table.column("dataAreaId") != nil {
      condition = .comparison(.eq, .path(["dataAreaId"]), .literal(.primitive(.string(company))))
    }
    if Self.invoiceTables.contains(table.view?.base ?? table.name) {
      let own = Expression.comparison(
        .eq, .path(["InvoiceCustomerIsExternallyMaintained"]), .literal(.enumeration(type: "\(model.namespace).NoYes", member: "Yes")))
      condition = condition.map { .and($0, own) } ?? own
    }
    return condition
  }

  private static let invoiceTables: Set<String> = [
    "ExternallyMaintainedCustomerSalesInvoiceHeader", "ExternallyMaintainedCustomerSalesInvoiceLine",
  ]

  /// The company of the caller's user, whose settings apply to an application's requests too (sourced: S12, S23).
  func homeCompany(_ session: Session) -> String { session.caller?.company?.lowercased() ?? configuration.defaultCompany }

  func isCrossCompany(_ session: Session) -> Bool { session.option("cross-company")?.equalsIgnoringASCIICase("true") ?? false }

  /// A new row goes to the company it names (sourced: S11), in lower case; without one, to the caller's (inferred).
  func company(of draft: Draft, _ session: Session) -> String {
    guard draft.table.index(of: "dataAreaId") != nil, let named = draft["dataAreaId"]?.stringValue, !named.isEmpty else {
      return homeCompany(session)
    }
    return named.lowercased()
  }

  /// - Throws: "No resources were found when selecting for update." for a row of another company without
  ///   `cross-company=true` (message sourced: S29).
  func companyForChange(of row: Row, _ table: TableDefinition, _ session: Session) throws -> String {
    guard row.table.index(of: "dataAreaId") != nil else { return homeCompany(session) }
    let company = row.text("dataAreaId")
    guard company.equalsIgnoringASCIICase(homeCompany(session)) || isCrossCompany(session) else {
      throw errors.updateTargetNotFound(table: table, key: zip(table.key, row.key).map { ($0, $1) })
    }
    return company
  }
}
