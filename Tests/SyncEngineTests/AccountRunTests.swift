import Ambient
import OData
import SyncEngine
import Testing

/// The whole way of a run, told with accounts: from Sales through the engine into Supply Chain.
struct AccountRunTests {
  @Test("Accounts become externally maintained customers with the template's defaults (R-ACC-5, R-ACC-8)")
  func createsCustomers() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "Adventure Works", ["address1_country": "united states", "creditlimit": 1500, "numberofemployees": 12])
    let execution = try await world.run("T1")
    #expect(execution.problems == [])
    #expect(execution.status == .completed)
    #expect(execution.upserts == 1)
    let customer = try #require(world.customer("A-1"))
    #expect(customer["dataAreaId"] == "usmf")
    #expect(customer["OrganizationName"] == "Adventure Works")
    #expect(customer["CustomerGroupId"] == "10")
    #expect(customer["SiteId"] == "1")
    #expect(customer["WarehouseId"] == "13")
    #expect(customer["LanguageId"] == "en-us")
    #expect(customer["PartyType"] == "Organization")
    #expect(customer["IsExternallyMaintained"] == "Yes")
    #expect(customer["AddressCountryRegionISOCode"] == "US")
    #expect(customer["SalesCurrencyCode"] == "USD")
    #expect(customer["CreditLimit"] == 1500)
    #expect(customer["OrganizationNumberOfEmployees"] == 12)
    #expect(customer["PrimaryContactFax"] == nil, "a blank is left out of a new row, so that the destination's own default applies")
  }

  @Test("Rows are asked for without the annotations the engine has no use for")
  func asksForBareRows() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "Adventure Works")
    try await world.run("T1")
    for (system, set) in [(world.sales, "accounts?"), (world.supplyChain, "CustomersV2?")] {
      let reads = system.requests.filter { $0.method == .get && $0.target.contains("/\(set)") }
      #expect(!reads.isEmpty)
      #expect(reads.allSatisfy { $0.headers["Accept"] == "application/json;odata.metadata=none" }, "\(reads.map(\.target))")
    }
  }

  @Test("A second run over unchanged systems writes nothing (R-ENG-3)")
  func secondRunIsQuiet() async throws {
    let world = try StubWorld()
    for number in 1...5 { world.account("A-\(number)", name: "Account \(number)") }
    try await world.run("T1")
    let before = world.supplyChain.writes.count
    let second = try await world.run("T1")
    #expect(second.status == .completed)
    #expect(second.tasks[0].read == 0, "the watermark has moved")
    #expect(second.tasks[0].filterCounts?.counts.map(\.rows) == [5, 0], "five rows, none changed")
    #expect(world.supplyChain.writes.count == before)
  }

  @Test("A change travels as an update of that row alone, and clearing a field clears it at the destination")
  func updates() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One", ["fax": "123"])
    world.account("A-2", name: "Two")
    try await world.run("T1")
    world.sales.update("accounts", where: { $0["accountnumber"] == "A-1" }) {
      $0["name"] = "Uno"
      $0["fax"] = .null
    }
    let execution = try await world.run("T1")
    #expect(execution.tasks[0].read == 1)
    #expect(execution.tasks[0].updated == 1)
    #expect(world.customer("A-1")?["OrganizationName"] == "Uno")
    #expect(world.customer("A-1")?["PrimaryContactFax"] == "")
    #expect(world.customers.count == 2)
  }

  @Test("What is cleared after a write that failed is cleared at the destination too: the write may have been carried out")
  func clearedAfterFailure() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One", ["fax": "123"])
    world.supplyChain.insert("CustomersV2", ["dataAreaId": "usmf", "CustomerAccount": "A-1", "PrimaryContactFax": "123"])
    world.supplyChain.fault = { $0.method == .patch ? .answer(HTTPResponse(500)) : nil }
    #expect(try await world.run("T1").tasks[0].failed == 1)
    world.supplyChain.fault = { _ in nil }
    world.sales.update("accounts", where: { _ in true }) { $0["fax"] = .null }
    #expect(try await world.run("T1").tasks[0].updated == 1)
    #expect(world.customer("A-1")?["PrimaryContactFax"] == "")
  }

  @Test("A blank that was never anything else does not travel with an update: the destination's own default stays")
  func defaultsStay() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    try await world.run("T1")
    world.supplyChain.update("CustomersV2", where: { _ in true }) { $0["PrimaryContactFax"] = "by default" }
    world.sales.update("accounts", where: { _ in true }) { $0["name"] = "Uno" }
    try await world.run("T1")
    #expect(world.customer("A-1")?["PrimaryContactFax"] == "by default")
    #expect(world.customer("A-1")?["OrganizationName"] == "Uno")
  }

  @Test("A row that is touched without a mapped change is known to be there and not written again")
  func unchangedContent() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    try await world.run("T1")
    world.sales.update("accounts", where: { _ in true }) { $0["nobody_maps_this"] = "x" }
    let execution = try await world.run("T1")
    #expect(execution.tasks[0].unchanged == 1)
    #expect(execution.upserts == 0)
  }

  @Test("Running with all data writes every row, so that the source wins over an edit at the destination (R-ENG-4)")
  func allData() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    try await world.run("T1")
    world.supplyChain.update("CustomersV2", where: { _ in true }) { $0["OrganizationName"] = "edited" }
    let execution = try await world.run("T1", options: RunOptions(scope: .allData))
    #expect(execution.tasks[0].updated == 1)
    #expect(world.customer("A-1")?["OrganizationName"] == "One")
  }

  @Test("A customer that is there already is updated, not made twice")
  func existingCustomer() async throws {
    let world = try StubWorld()
    world.supplyChain.insert("CustomersV2", ["dataAreaId": "usmf", "CustomerAccount": "a-1", "OrganizationName": "old"])
    world.account("a-1", name: "One")
    let execution = try await world.run("T1")
    #expect(execution.tasks[0].updated == 1)
    #expect(execution.tasks[0].created == 0)
    #expect(world.customers.count == 1)
  }

  @Test("A customer deleted since the last run is made again")
  func deletedCustomer() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    try await world.run("T1")
    world.supplyChain.tables["CustomersV2"] = []
    world.sales.update("accounts", where: { _ in true }) { $0["name"] = "Uno" }
    let execution = try await world.run("T1")
    #expect(execution.tasks[0].created == 1)
    #expect(world.customer("A-1")?["OrganizationName"] == "Uno")
    #expect(world.customer("A-1")?["dataAreaId"] == "usmf")
  }

  @Test("A row with a blank business key is not moved and is no error (R-ENG-11)")
  func blankKey() async throws {
    let world = try StubWorld()
    world.account(nil, name: "Nameless")
    let execution = try await world.run("T1")
    #expect(execution.status == .completed)
    #expect(execution.tasks[0].skipped == 1)
    #expect(world.customers.isEmpty)
  }

  @Test("Failed rows show their own reason, and are tried again without having changed (R-ENG-5, R-ENG-6, R-ENG-7)")
  func retriesFailedRows() async throws {
    let world = try StubWorld()
    for number in 1...4 { world.account("A-\(number)", name: "Account \(number)") }
    world.supplyChain.refusal = { _, body in body["OrganizationName"] == "Account 3" ? "Customer group is missing." : nil }
    let first = try await world.run("T1")
    #expect(first.status == .warning)
    #expect(first.upserts == 3)
    #expect(first.tasks[0].rows.map(\.reason) == ["Customer group is missing."])
    #expect(first.tasks[0].rows.map(\.destinationKey) == ["usmf,A-3"])
    let second = try await world.run("T1")
    #expect(second.status == .error, "nothing was written and something failed")
    #expect(second.tasks[0].read == 1, "the others are left alone")
    world.supplyChain.refusal = { _, _ in nil }
    let third = try await world.run("T1")
    #expect(third.status == .completed)
    #expect(third.upserts == 1)
    #expect(world.customers.count == 4)
    #expect(try world.ledger.waitingEntries(project: "T1") == [])
  }

  @Test("A row that failed and has left the filter since waits no longer")
  func leavesScope() async throws {
    let world = try StubWorld()
    var project = world.project("T1")
    try project.setFilter("creditlimit gt 100")
    world.account("A-1", name: "One", ["creditlimit": 200])
    world.supplyChain.refusal = { _, _ in "no" }
    #expect(try await world.engine.run(project).status == .error)
    world.sales.update("accounts", where: { _ in true }) { $0["creditlimit"] = 50 }
    let second = try await world.engine.run(project)
    #expect(second.status == .completed)
    #expect(second.tasks[0].read == 0)
    #expect(try world.ledger.waitingEntries(project: "T1") == [])
  }

  @Test("Many pages and batches move every row once", arguments: [(3, 2), (7, 100), (1000, 1)])
  func paging(pageSize: Int, batchSize: Int) async throws {
    let world = try StubWorld()
    for number in 1...20 { world.account("A-\(number)", name: "Account \(number)") }
    var options = RunOptions()
    options.pageSize = pageSize
    options.batchSize = batchSize
    let execution = try await world.run("T1", options: options)
    #expect(execution.tasks[0].created == 20)
    #expect(Set(world.customers.compactMap { $0["CustomerAccount"]?.stringValue }).count == 20)
  }

  @Test("The largest number of rows stops a run with a warning, and the next run goes on there")
  func rowLimit() async throws {
    let world = try StubWorld()
    for number in 1...10 { world.account("A-\(number)", name: "Account \(number)") }
    var options = RunOptions()
    options.pageSize = 4
    options.rowsMax = 4
    let first = try await world.run("T1", options: options)
    #expect(first.status == .warning)
    #expect(first.tasks[0].reachedLimit)
    #expect(world.customers.count == 4)
    try await world.run("T1", options: options)
    try await world.run("T1", options: options)
    #expect(world.customers.count == 10)
    #expect(world.supplyChain.writes.count == 10, "no row was written twice")
  }

  @Test("Only the company of the connection set is looked at (R-ENG-12)")
  func otherCompany() async throws {
    let world = try StubWorld()
    world.supplyChain.insert("CustomersV2", ["dataAreaId": "demf", "CustomerAccount": "A-1", "OrganizationName": "theirs"])
    world.account("A-1", name: "ours")
    let execution = try await world.run("T1")
    #expect(execution.tasks[0].created == 1)
    #expect(world.customers.map { $0["OrganizationName"] } == ["theirs", "ours"])
  }
}
