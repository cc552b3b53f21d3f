import OData
import Twin

/// The refusal every synchronized row meets when the business unit's team has no role, be the user administrator or not (R-SET-1)
/// [sourced].
enum TeamRole {
  /// Tables that synchronization writes to.
  private static let tables: Set<String> = [
    "account", "contact", "product", "quote", "quotedetail", "salesorder", "salesorderdetail", "invoice", "invoicedetail",
  ]

  static func check(_ verb: Privilege, _ table: TableDefinition, _ work: Work) throws {
    guard tables.contains(table.name) else { return }
    let profile = try work.twin.profile(of: work.organization.defaultTeam)
    let key = PrivilegeKey.rows(verb, part: try work.twin.securityCatalog().part(of: table.name).name)
    guard profile.depth(key) == nil else { return }
    throw SalesErrors.missing(key, profile, table: table, objectType: try work.twin.objectType(of: table))
  }
}
