import OData

/// Every row a project was to bring over is at its destination, or waits in the ledger with a reason.
struct NothingLost: Invariant {
  static let name = "nothing lost"
  static let statement = "every source row in scope is at the destination or waits with a reason"
  static let followsEveryExecution = false

  /// A template's rows: source set, key and scope; destination set and key.
  private struct Route: Sendable {
    let template: String
    let source: (system: SystemName, set: String, key: String)
    let destination: (set: String, key: String)
    let isInScope: @Sendable (SeenRow) -> Bool
  }

  private static let routes: [Route] = [
    Route(
      template: "T1", source: (.sales, "accounts", "accountnumber"), destination: ("CustomersV2", "CustomerAccount"),
      isInScope: Scope.account),
    Route(
      template: "T2", source: (.sales, "contacts", "msdynce_contactnumber"), destination: ("CDSContactPersons", "ContactPersonPartyNumber"),
      isInScope: Scope.contactPerson),
    Route(
      template: "T3", source: (.sales, "contacts", "msdynce_contactnumber"), destination: ("CustomersV2", "CustomerAccount"),
      isInScope: Scope.contactCustomer),
    Route(
      template: "T4", source: (.supplyChain, "SellableReleasedProducts", "ProductNumber"), destination: ("products", "productnumber"),
      isInScope: { _ in true }),
    Route(
      template: "T5", source: (.sales, "quotes", "quotenumber"), destination: ("CDSSalesQuotationHeaders", "SalesQuotationNumber"),
      isInScope: Scope.quote),
    Route(
      template: "T6", source: (.sales, "salesorders", "ordernumber"), destination: ("CDSSalesOrderHeaders", "SalesOrderNumber"),
      isInScope: Scope.orderToSupplyChain),
    Route(
      template: "T7", source: (.supplyChain, "CDSSalesOrderHeaders", "SalesOrderNumber"), destination: ("salesorders", "ordernumber"),
      isInScope: Scope.orderToSales),
    Route(
      template: "T8", source: (.supplyChain, "ExternallyMaintainedCustomerSalesInvoiceHeaders", "InvoiceNumber"),
      destination: ("invoices", "invoicenumber"), isInScope: { _ in true }),
  ]

  static var keyColumns: [String] { routes.flatMap { [$0.source.key, $0.destination.key] } }

  func violations(_ state: WorldState) async throws -> [Violation] {
    var found: [Violation] = []
    for route in Self.routes where state.templates.contains(route.template) {
      let target: SystemName = route.source.system == .sales ? .supplyChain : .sales
      let arrived = Set(try await state.rows(target, route.destination.set).compactMap { Self.folded($0[route.destination.key]) })
      var waiting: Set<String>?
      for row in try await state.rows(route.source.system, route.source.set) where route.isInScope(row) {
        guard let key = row[route.source.key]?.stringValue, !arrived.contains(key.lowercased()) else { continue }
        // Asked only when needed: most worlds lose nothing.
        let parts = try waiting ?? Self.keyParts(state.run.world.engine.waiting(template: route.template))
        waiting = parts
        let names =
          [key] + (type(of: route, state)?.key ?? []).compactMap { row[$0]?.stringValue }.filter { $0 != row["dataAreaId"]?.stringValue }
        if names.contains(where: { parts.contains($0.lowercased()) }) { continue }
        found.append(
          Violation(
            message:
              "\(route.source.set) \(key) is in the scope of \(route.template) but neither in \(target.title) (\(route.destination.set)) nor waiting in the ledger",
            subject: RecordSubject(system: route.source.system, entitySet: route.source.set, key: [(route.source.key, .string(key))])))
      }
    }
    return found
  }

  private static func folded(_ json: JSON?) -> String? { json?.stringValue?.lowercased() }

  private func type(of route: Route, _ state: WorldState) -> EntityType? {
    state.run.client(route.source.system).schema.model.entityType(ofSet: route.source.set)
  }

  /// Every value that stands in a key of a waiting row: GUIDs, numbers, companies.
  private static func keyParts(_ rows: [WaitingRow]) -> Set<String> {
    Set(rows.flatMap { row in "\(row.sourceKey),\(row.destinationKey)".lowercased().split(separator: ",").map(String.init) })
  }
}
