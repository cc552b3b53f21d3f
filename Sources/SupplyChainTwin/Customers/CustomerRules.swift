import EntityStore
import OData
import Twin

/// Customers V2 (supply-chain-odata.md 2.9, 7.2).
struct CustomerRules: EntityRules {
  private static let addresses = ["Address", "DeliveryAddress", "InvoiceAddress"].map(AddressBlock.init(prefix:))

  func validateFields(_ record: Record, in context: CompanyContext) throws {
    let table = context.definition("CustomerV2")
    for address in Self.addresses { try address.validate(record, table, context.errors) }
    if record.isGiven("PartyType"), !["", "Organization", "Person"].contains(record.text("PartyType")) {
      throw context.errors.fieldRefused(table, column: "PartyType", "Party type '\(record.text("PartyType"))' is not known.")
    }
    if record.isGiven("LanguageId"), !record.isBlank("LanguageId"), !Languages.isTag(record.text("LanguageId")) {
      throw context.errors.unknownForeignKey(table, column: "LanguageId", value: record.text("LanguageId"), relatedTable: "Languages")
    }
  }

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    if record.isNew { try setInitialDefaults(&record, in: context) }
    if record.isOpen("SiteId"), !record.isBlank("WarehouseId") {
      record["SiteId"] = .string(try StorageDimensions(context: context).site(ofWarehouse: record.text("WarehouseId")))
    }
    for address in Self.addresses { address.complete(&record) }
    record["FullPrimaryAddress"] = .string(Self.addresses[0].formatted(record))
  }

  private func setInitialDefaults(_ record: inout Record, in context: CompanyContext) throws {
    let group = record.isBlank("CustomerGroupId") ? nil : try context.find("CustomerGroup", record["CustomerGroupId"])
    if record.isBlank("CustomerAccount") { record["CustomerAccount"] = .string(try nextAccount(group, in: context)) }
    if record.isBlank("PartyType") { record["PartyType"] = "Organization" }
    let name = displayName(record)
    record.fill("NameAlias", String(name.prefix(20)))
    record["PartyNumber"] = .string(
      try PartyBook(context: context).ensure(
        number: record.text("PartyNumber"), type: record.text("PartyType"), name: name, for: context.definition("CustomerV2")))
    try record.fill("SalesCurrencyCode", try context.accountingCurrency())
    try record.fill("LanguageId", try context.legalEntity()?.text("LanguageId") ?? "")
    record.fill("SalesTaxGroup", group?.text("TaxGroupId") ?? "")
  }

  /// The customer group may carry a number sequence of its own (field sourced: S1; rule inferred).
  private func nextAccount(_ group: Row?, in context: CompanyContext) throws -> String {
    let numbers = NumberSequences(context: context)
    func isFree(_ number: String) throws -> Bool { try context.find("CustomerV2", .string(number)) == nil }
    return try numbers.next(named: group?.text("CustomerAccountNumberSequence") ?? "", isFree: isFree)
      ?? numbers.next(.customer, isFree: isFree)
  }

  private func displayName(_ record: Record) -> String {
    guard record.text("PartyType") == "Person" else { return record.text("OrganizationName") }
    return ["PersonFirstName", "PersonMiddleName", "PersonLastName"].map(record.text).filter { !$0.isEmpty }.joined(separator: " ")
  }

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    let table = context.definition("CustomerV2")
    guard !displayName(record).isEmpty else {
      throw context.errors.requiredMissing(
        column: record.text("PartyType") == "Person" ? "PersonLastName" : "OrganizationName", table: table)
    }
    if record.isNew { try ProspectRules.refuseOtherNumber(record, in: context) }
    try StorageDimensions(context: context).validate(site: record.text("SiteId"), warehouse: record.text("WarehouseId"), for: table)
  }

  /// Orders, their lines and invoices show whether their customer comes from Sales: a join in the real entities.
  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws {
    guard let before, before["IsExternallyMaintained"] != row["IsExternallyMaintained"] else { return }
    let flag = row["IsExternallyMaintained"]
    let account = row["CustomerAccount"]
    for (column, flagColumn) in [
      ("OrderingCustomerAccountNumber", "OrderingCustomerIsExternallyMaintained"),
      ("InvoiceCustomerAccountNumber", "InvoiceCustomerIsExternallyMaintained"),
    ] {
      for order in try context.rows("CDSSalesOrderHeader", where: [column], equal: [account]) {
        try context.set(order, [(flagColumn, flag)])
        for line in try context.rows("CDSSalesOrderLine", where: ["SalesOrderNumber"], equal: [order["SalesOrderNumber"]]) {
          try context.set(line, [(flagColumn, flag)])
        }
      }
    }
    for invoice in try context.rows(
      "ExternallyMaintainedCustomerSalesInvoiceHeader", where: ["InvoiceCustomerAccountNumber"], equal: [account])
    {
      try context.set(invoice, [("InvoiceCustomerIsExternallyMaintained", flag)])
      for line in try context.rows(
        "ExternallyMaintainedCustomerSalesInvoiceLine", where: ["InvoiceNumber"], equal: [invoice["InvoiceNumber"]])
      {
        try context.set(line, [("InvoiceCustomerIsExternallyMaintained", flag)])
      }
    }
  }
}
