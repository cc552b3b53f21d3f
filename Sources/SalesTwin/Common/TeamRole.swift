import OData
import Twin

/// The refusal every synchronized row meets when the business unit's team has no role, be the user administrator or not
/// (R-SET-1). A switch, not a security model.
enum TeamRole {
  /// Privilege name part and object type code of the tables that need one [inferred].
  private static let privileges: [String: (name: String, objectType: Int)] = [
    "account": ("Account", 1), "contact": ("Contact", 2), "product": ("Product", 1024), "quote": ("Quote", 1084),
    "quotedetail": ("Quote", 1084), "salesorder": ("Order", 1088), "salesorderdetail": ("Order", 1088), "invoice": ("Invoice", 1090),
    "invoicedetail": ("Invoice", 1090),
  ]

  /// What a table is called in the names of privileges; by its own name where nobody said more.
  static func privilegeName(of table: String) -> String { privileges[table]?.name ?? table.prefix(1).uppercased() + table.dropFirst() }

  /// The type code of a table; 0 where it is not known.
  static func objectType(of table: String) -> Int { privileges[table]?.objectType ?? 0 }

  static func check(_ verb: String, _ table: TableDefinition, _ work: Work) throws {
    guard !work.twin.configuration.teamHasRole, let privilege = privileges[table.name] else { return }
    throw SalesErrors.teamWithoutRole(
      team: work.organization.defaultTeam, verb: "\(verb)\(privilege.name)", table: table.name, objectType: privilege.objectType)
  }
}
