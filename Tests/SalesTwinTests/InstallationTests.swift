import EntityStore
import Foundation
import OData
import SalesTwin
import Testing

@Suite("Installing the solution over existing data")
struct InstallationTests {
  @Test("Accounts and contacts get their numbers, contacts with documents become active customers (R-ACC-3, R-CON-1, R-CON-2)")
  func install() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "sales-installation-\(ProcessInfo.processInfo.processIdentifier).sqlite"
    ).path
    func remove() { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) } }
    remove()
    defer { remove() }
    try fill(try SalesClient({ $0.solutionVersion = nil }, location: .file(file)))

    let sales = try SalesClient(location: .file(file))
    #expect(try sales.list("accounts?$filter=name eq 'Old'")[0]["accountnumber"]?.stringValue?.hasPrefix("ACC-01000-") == true)
    #expect(try sales.list("accounts?$filter=name eq 'Contoso Retail'")[0]["accountnumber"] == "C-1")
    let contacts = try sales.list("contacts?$orderby=lastname")
    #expect(contacts.map { $0["msdynce_isactivecustomer"] } == [true, false])
    #expect(contacts.map { $0["msdynce_iscompanyanaccount"] } == [false, true])
    #expect(contacts.allSatisfy { $0["msdynce_contactnumber"]?.stringValue?.hasPrefix("CON-0100") == true })
    #expect(try sales.list("products")[0]["msdynce_ismaintainedexternally"] == .null)
    #expect(try sales.list("organizations").count == 1)

    // Opened once more, nothing is left to do.
    let version = sales.twin.store.version
    #expect(try SalesClient(location: .file(file)).twin.store.version == version)
  }

  private func fill(_ sales: SalesClient) throws {
    let account = try sales.create("accounts", ["name": "Old"])
    let numbered = try sales.create("accounts", ["name": "Contoso Retail", "accountnumber": "C-1"])
    #expect(account != numbered)
    let list = try sales.create("pricelevels", ["name": "List"])
    let buyer = try sales.create("contacts", ["lastname": "Buyer"])
    try sales.create("contacts", ["lastname": "Clerk", "parentcustomerid_account@odata.bind": .string("/accounts(\(account))")])
    try sales.create(
      "quotes",
      ["pricelevelid@odata.bind": .string("/pricelevels(\(list))"), "customerid_contact@odata.bind": .string("/contacts(\(buyer))")])
    let group = try sales.create("uomschedules", ["name": "Default unit", "baseuomname": "ea"])
    let each = try #require(try sales.list("uoms")[0]["uomid"]?.stringValue)
    try sales.create(
      "products",
      [
        "productnumber": "P", "name": "P", "defaultuomid@odata.bind": .string("/uoms(\(each))"),
        "defaultuomscheduleid@odata.bind": .string("/uomschedules(\(group))"),
      ])
  }
}
