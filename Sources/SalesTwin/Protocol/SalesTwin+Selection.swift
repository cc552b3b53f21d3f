import OData
public import Twin

extension SalesTwin {
  /// Money comes with its currency, a part of an address with the whole (sourced: W:query-data-web-api).
  public func companions(ofSelected columns: [String], in table: TableDefinition) -> [String] {
    var companions = CompositeAddress.columns(withParts: columns).filter { table.column($0) != nil }
    // Four decimals are what money has and nothing else.
    let isMoney = columns.contains { table.column($0).map { $0.type == .decimal && $0.scale == 4 } ?? false }
    if isMoney, table.lookups.contains(where: { $0.name == "transactioncurrencyid" }) { companions.append("_transactioncurrencyid_value") }
    return companions
  }
}
