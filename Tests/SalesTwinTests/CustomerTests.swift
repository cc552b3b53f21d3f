import OData
import Testing

@Suite("Accounts and contacts")
struct CustomerTests {
  @Test("A new account without number gets one of the published shape; a given one is kept (R-ACC-1)")
  func accountNumber() throws {
    let sales = try SalesClient()
    try sales.create("accounts", ["name": "A"])
    try sales.create("accounts", ["name": "B", "accountnumber": "US-001"])
    try sales.create("accounts", ["name": "C"])
    let numbers = try sales.list("accounts?$orderby=name&$select=accountnumber").compactMap { $0["accountnumber"]?.stringValue }
    #expect(numbers[0].wholeMatch(of: /ACC-01000-[A-Z0-9]{6}/) != nil)
    #expect(numbers[1] == "US-001")
    #expect(numbers[2].hasPrefix("ACC-01001-"))
  }

  @Test("A second account with the same number is refused (R-ACC-2)")
  func uniqueAccountNumber() throws {
    let sales = try SalesClient()
    try sales.create("accounts", ["name": "A", "accountnumber": "us-001"])
    let response = sales.send(.post, "accounts", ["name": "B", "accountnumber": "US-001"])
    #expect(response.status == 412)
    #expect(response.text.contains("0x80060892"))
  }

  @Test("PATCH by account number creates, then updates")
  func upsert() throws {
    let sales = try SalesClient()
    try sales.patch("accounts(accountnumber='US-001')", ["name": "A"])
    try sales.patch("accounts(accountnumber='US-001')", ["name": "B"])
    let accounts = try sales.list("accounts")
    #expect(accounts.count == 1)
    #expect(accounts[0]["name"] == "B")
  }

  @Test("A new contact gets number and full name (R-CON-1)")
  func contact() throws {
    let sales = try SalesClient()
    let id = try sales.create("contacts", ["firstname": "Ada", "lastname": "Byron"])
    let contact = try sales.get("contacts(\(id))")
    #expect(contact["fullname"] == "Ada Byron")
    #expect(contact["msdynce_contactnumber"]?.stringValue?.wholeMatch(of: /CON-01000-[A-Z0-9]{6}/) != nil)
    #expect(contact["msdynce_isactivecustomer"] == false)
    try sales.patch("contacts(\(id))", ["lastname": "Lovelace"])
    #expect(try sales.get("contacts(\(id))")["fullname"] == "Ada Lovelace")
  }

  @Test("IsCompanyAnAccount follows the parent company's table (R-CON-4, R-CON-5)")
  func company() throws {
    let sales = try SalesClient()
    let account = try sales.create("accounts", ["name": "A"])
    let boss = try sales.create("contacts", ["lastname": "Boss"])
    let id = try sales.create("contacts", ["lastname": "C", "parentcustomerid_account@odata.bind": .string("/accounts(\(account))")])
    #expect(try sales.get("contacts(\(id))")["msdynce_iscompanyanaccount"] == true)
    try sales.patch("contacts(\(id))", ["parentcustomerid_contact@odata.bind": .string("/contacts(\(boss))")])
    #expect(try sales.get("contacts(\(id))")["msdynce_iscompanyanaccount"] == false)
    #expect(try sales.get("contacts(\(boss))")["msdynce_iscompanyanaccount"] == false)
  }

  @Test("A contact becomes an active customer with its first order, and only then (R-CON-2)")
  func activeCustomer() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let id = try sales.create("contacts", ["lastname": "C", "msdynce_isactivecustomer": true])
    #expect(try sales.get("contacts(\(id))")["msdynce_isactivecustomer"] == false)
    let order = try sales.create(
      "salesorders",
      [
        "pricelevelid@odata.bind": .string("/pricelevels(\(catalog.priceList))"),
        "customerid_contact@odata.bind": .string("/contacts(\(id))"),
      ])
    #expect(try sales.get("contacts(\(id))")["msdynce_isactivecustomer"] == true)
    let header = try sales.get("salesorders(\(order))")
    #expect(header["_contactid_value"]?.stringValue == id)
    #expect(header["_accountid_value"] == .null)
  }

  @Test("Address parts come back as one composite text")
  func composite() throws {
    let sales = try SalesClient()
    let id = try sales.create(
      "accounts",
      [
        "name": "A", "address1_line1": "1 Way", "address1_city": "Redmond", "address1_stateorprovince": "WA",
        "address1_postalcode": "98052",
      ])
    #expect(try sales.get("accounts(\(id))")["address1_composite"] == "1 Way\r\nRedmond, WA 98052")
  }

  @Test("A customer that a document names cannot be deleted")
  func restrictedDelete() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    _ = try sales.order(catalog)
    let response = sales.send(.delete, "accounts(\(catalog.account))")
    #expect(response.status == 405)
    #expect(response.text.contains("0x80040227"))
  }

  @Test("MSCRM.BypassCustomPluginExecution leaves out what the solution does")
  func bypass() throws {
    let sales = try SalesClient()
    func number(_ name: String, _ header: String) throws -> JSON? {
      let answer = sales.send(
        .post, "accounts", ["name": .string(name)],
        headers: ["MSCRM.BypassCustomPluginExecution": header, "Prefer": "return=representation"])
      return try JSON(decoding: answer.body)["accountnumber"]
    }
    #expect(try number("Without", "true") == .null)
    #expect(try number("With", "false")?.stringValue?.hasPrefix("ACC-01000-") == true)
  }
}
