import EntityStore
import OData
import PlantedBugs
import Twin

/// CDS sales order headers (supply-chain-odata.md 2.1, 7.4).
struct OrderHeaderRules: EntityRules {
  private let kind = DocumentKind.order

  func validateFields(_ record: Record, in context: CompanyContext) throws {
    // An order that brings its number comes from Sales (sourced: S20); the direction needs a hotfix on old levels.
    if record.isNew, record.isGiven(kind.number), !record.isBlank(kind.number), !context.has("ordersFromSales") {
      throw context.errors.rowRefused(
        context.definition(kind.headerTable),
        "Sales orders from Sales are not supported at level \(context.twin.configuration.level); install the hotfix that brings them.")
    }
    try DocumentHeaderDefaults(kind: kind, context: context).validateFields(record)
  }

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    try DocumentHeaderDefaults(kind: kind, context: context).fill(&record)
    if record.isNew {
      record["OrderCreationDateTime"] = .timestamp(context.session.now)
      record["SalesOrderStatus"] = .string(OrderStatus.backorder.rawValue)
      record["SalesOrderProcessingStatus"] = .string(ProcessingStatus.active.rawValue)
      try record.fill("SalesOrderOriginCode", try integrationOrigin(in: context))
    }
    if record.isChanged("SalesOrderOriginCode") {
      record["SalesOrderOriginType"] =
        try context.find("SalesOrderOriginCode", record["SalesOrderOriginCode"])?["OriginType"] ?? "NotSpecified"
    }
    for (account, flag) in [
      ("OrderingCustomerAccountNumber", "OrderingCustomerIsExternallyMaintained"),
      ("InvoiceCustomerAccountNumber", "InvoiceCustomerIsExternallyMaintained"),
    ] where record.isChanged(account) && !PlantedBug.customerNotKnownAsOurs.isOn {
      record[flag] = try context.find("CustomerV2", record[account])?["IsExternallyMaintained"] ?? "No"
    }
    if !record.changes.isEmpty { record[kind.headerFlag] = "No" }
  }

  /// The first origin of type "Sales order integration" whose type is assigned (set-up sourced: S7, R-SET-13; that it is
  /// the default is proposed).
  private func integrationOrigin(in context: CompanyContext) throws -> String {
    try context.rows(
      "SalesOrderOriginCode", where: ["OriginType"], equal: ["SalesOrderIntegration"], orderBy: ["OriginCode"]
    )
    .first { $0.isYes("IsOriginTypeAssigned") }?.text("OriginCode") ?? ""
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
    let document = DocumentStatus(rawValue: row.text("DocumentStatus")) ?? .none
    guard document < .packingSlip else {
      throw context.errors.deleteRefused(
        context.definition(kind.headerTable), "Sales order \(row.text(kind.number)) cannot be deleted: it is delivered or invoiced.")
    }
  }
}
