import EntityStore
import OData
import Twin

/// What installing, upgrading or removing the Prospect to cash solution does to rows that are there already.
///
/// Accounts and contacts without a number get one, and contacts learn whether they are active customers and whose they are
/// (R-ACC-3, R-CON-1, R-CON-2) [sourced]. Products keep a blank flag, which says that they were there before (R-PRO-4) [sourced].
/// Open orders of the one-way generation become drafts of the two-way one [inferred]. Removal takes the added columns and their
/// data away [sourced: P2C-MIG].
struct SolutionInstallation {
  let work: Work

  /// Whether a store that last saw one version may go on with another one, told before anything is done.
  /// - Throws: `SolutionRefusal`.
  static func check(from installed: String?, to wanted: String?, salesVersion: String) throws(SolutionRefusal) {
    guard let wanted, let version = VersionNumber(wanted) else { return }
    if let sales = VersionNumber(salesVersion), let least = VersionNumber("8.2.1.207"), sales < least {
      throw .salesTooOld(version: salesVersion)
    }
    if let installed, let there = VersionNumber(installed), version < there {
      throw .lowerVersion(installed: installed, wanted: wanted)
    }
  }

  /// Refuses rows that keys of the solution do not allow.
  /// - Throws: `SolutionRefusal.duplicates`, `StoreError`.
  static func checkKeys(of model: ServiceModel, in store: EntityStore) throws {
    for schema in model.schemas {
      for key in schema.uniqueKeys {
        let taken = try repeated(key, schema, store)
        if !taken.isEmpty { throw SolutionRefusal.duplicates(table: schema.name, columns: key.columns, values: taken) }
      }
    }
  }

  /// The first few values that several rows have.
  private static func repeated(_ key: TableSchema.UniqueKey, _ schema: TableSchema, _ store: EntityStore) throws -> [String] {
    let count = StoreAggregation.Measure("count", .count)
    let groups = try store.aggregate(
      StoreAggregation(
        StoreQuery(schema), groupBy: key.columns.map { [$0] }, measures: [count],
        orderBy: [(position: key.columns.count, descending: true)],
        limit: 100))
    return groups.filter { group in !group.contains(.null) && (group.last?.intValue ?? 0) > 1 }.prefix(5).map { group in
      "\(group.dropLast().map(\.description).joined(separator: " + ")) (\(group.last?.intValue ?? 0) rows)"
    }
  }

  func run(from installed: String?) throws {
    let wanted = work.twin.configuration.solutionVersion
    if installed == wanted { return }
    if wanted == nil { try remove() } else { try install() }
    var organization = Record(changing: work.organization.row, of: work.table("organization"))
    organization["solution_version"] = wanted.map { .string($0) } ?? .null
    _ = try work.update(&organization)
  }

  private func install() throws {
    try numberAccounts()
    try upgradeContacts()
    if work.hasTwoWayOrders { try openOrdersBecomeDrafts() }
  }

  private func numberAccounts() throws {
    for row in try work.store.rows(work.twin.model.schema("account"), where: ["accountnumber"], equal: [.null], orderBy: []) {
      var account = Record(changing: row, of: work.table("account"))
      account["accountnumber"] = .string(try Autonumber.next("ACC", work))
      _ = try work.update(&account)
    }
  }

  private func upgradeContacts() throws {
    for row in try work.store.rows(work.twin.model.schema("contact"), where: ["msdynce_contactnumber"], equal: [.null], orderBy: []) {
      var contact = Record(changing: row, of: work.table("contact"))
      contact["msdynce_contactnumber"] = .string(try Autonumber.next("CON", work))
      let isAccount = !contact["_parentcustomerid_value"].isNull && contact.text("parentcustomerid_type") == "account"
      contact.set("msdynce_iscompanyanaccount", .bool(isAccount))
      contact.set("msdynce_isactivecustomer", .bool(try hasDocuments(row["contactid"].guidValue)))
      _ = try work.update(&contact)
    }
  }

  private func hasDocuments(_ contact: GUID?) throws -> Bool {
    guard let contact else { return false }
    for header in ["quote", "salesorder", "invoice"] {
      let schema = work.twin.model.schema(header)
      if try work.store.row(schema, where: ["_customerid_value"], equal: [.guid(contact)]) != nil { return true }
    }
    return false
  }

  private func openOrdersBecomeDrafts() throws {
    let schema = work.twin.model.schema("salesorder")
    let open = try work.store.rows(
      schema, where: ["msdynce_processingstatus", "statecode"], equal: [.null, .int(OrderSpecifics.active)], orderBy: [])
    for row in open {
      var order = Record(changing: row, of: work.table("salesorder"))
      order["msdynce_processingstatus"] = .int(ProcessingStatus.draft)
      _ = try work.update(&order)
    }
  }

  private func remove() throws {
    for table in work.twin.model.tables {
      let added = table.columns.filter { $0.name.hasPrefix("msdynce_") }.map(\.name)
      try work.store.clear(added, of: work.twin.model.schema(table.name))
    }
  }
}
