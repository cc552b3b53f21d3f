import EntityStore
import OData
import Twin

/// What installing or upgrading the Prospect to cash solution does to rows that are there already: accounts and contacts
/// without a number get one, and contacts learn whether they are active customers and whose they are (R-ACC-3, R-CON-1,
/// R-CON-2). Products keep a blank flag, which says that they were there before (R-PRO-4).
///
/// It runs when a twin opens a store that last saw another version of the solution.
enum SolutionInstallation {
  static func run(_ work: Work) throws {
    guard work.hasSolution, let version = work.twin.configuration.solutionVersion,
      work.organization.row["solution_version"] != .string(version)
    else { return }
    try numberAccounts(work)
    try upgradeContacts(work)
    var organization = Record(changing: work.organization.row, of: work.table("organization"))
    organization["solution_version"] = .string(version)
    _ = try work.update(&organization)
  }

  private static func numberAccounts(_ work: Work) throws {
    for row in try work.store.rows(work.twin.model.schema("account"), where: ["accountnumber"], equal: [.null], orderBy: []) {
      var account = Record(changing: row, of: work.table("account"))
      account["accountnumber"] = .string(try Autonumber.next("ACC", work))
      _ = try work.update(&account)
    }
  }

  private static func upgradeContacts(_ work: Work) throws {
    for row in try work.store.rows(work.twin.model.schema("contact"), where: ["msdynce_contactnumber"], equal: [.null], orderBy: []) {
      var contact = Record(changing: row, of: work.table("contact"))
      contact["msdynce_contactnumber"] = .string(try Autonumber.next("CON", work))
      let isAccount = !contact["_parentcustomerid_value"].isNull && contact.text("parentcustomerid_type") == "account"
      contact.set("msdynce_iscompanyanaccount", .bool(isAccount))
      contact.set("msdynce_isactivecustomer", .bool(try hasDocuments(row["contactid"].guidValue, work)))
      _ = try work.update(&contact)
    }
  }

  private static func hasDocuments(_ contact: GUID?, _ work: Work) throws -> Bool {
    guard let contact else { return false }
    for kind in DocumentKind.allCases {
      let schema = work.twin.model.schema(kind.header)
      if try work.store.row(schema, where: ["_customerid_value"], equal: [.guid(contact)]) != nil { return true }
    }
    return false
  }
}
