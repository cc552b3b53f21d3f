import EntityStore
import OData
import SalesTwin
import Testing
import Twin

@Suite("The solution on a running system")
struct SolutionTests {
  /// A system without the solution that people have worked with: accounts of which every third has a number.
  private func system(accounts: Int) throws -> SalesClient {
    let sales = try SalesClient { $0.solutionVersion = nil }
    let payloads = (0..<accounts).map { index -> JSONObject in
      index.isMultiple(of: 3) ? ["name": .string("A\(index)"), "accountnumber": .string("N-\(index)")] : ["name": .string("A\(index)")]
    }
    let refusals = try sales.service.importRows(into: "accounts", payloads)
    #expect(refusals.allSatisfy { $0 == nil })
    return sales
  }

  private func install(_ version: String?, on sales: SalesClient) throws {
    let twin = try #require(sales.service.product as? SalesTwin)
    sales.service.replaceProduct(try twin.withSolution(version, ambient: sales.service.ambient))
  }

  private func count(_ sales: SalesClient, _ filter: String) throws -> ExactDecimal? {
    try sales.get("accounts?$apply=filter(\(filter))/aggregate($count as n)")["value"]?.arrayValue?.first?["n"]?.numberValue
  }

  @Test("10,000 accounts: blanks get numbers, given numbers stay, numbers become unique, and columns and keys appear (R-ACC-1 to R-ACC-3)")
  func install() throws {
    let sales = try system(accounts: 10_000)
    #expect(sales.send(.get, "contacts?$select=msdynce_contactnumber").status == 400)
    #expect(sales.send(.get, "accounts(accountnumber='N-0')").status == 400)
    #expect(!sales.send(.get, "$metadata").text.contains("msdynce_"))
    try install("1.15.0.1", on: sales)
    #expect(try count(sales, "accountnumber eq null") == 0)
    #expect(try count(sales, "startswith(accountnumber,'N-')") == 3334)
    #expect(try count(sales, "startswith(accountnumber,'ACC-')") == 6666)
    #expect(try sales.get("accounts(accountnumber='N-0')")["name"] == "A0")
    #expect(sales.send(.post, "accounts", ["name": "Second", "accountnumber": "N-0"]).status == 412)
    #expect(sales.send(.get, "$metadata").text.contains("msdynce_processingstatus"))
    #expect(try sales.list("contacts?$select=msdynce_contactnumber").isEmpty)
    #expect(try sales.get("accounts(accountnumber='N-9999')")["name"] == "A9999")
  }

  @Test("10,000 accounts go through every version and a removal with their numbers, and through an installation over what is blank since")
  func everyVersion() throws {
    let sales = try system(accounts: 10_000)
    func numbers() throws -> Set<String> {
      let schema = sales.twin.model.schema("account")
      return Set(try sales.twin.store.page(StoreQuery(schema, limit: 20_000)).rows.compactMap { $0["accountnumber"].stringValue })
    }
    try install("1.14.0.0", on: sales)
    let given = try numbers()
    #expect(given.count == 10_000)
    for version in ["1.15.0.0", "1.15.0.1", "15.0.0.2"] { try install(version, on: sales) }
    #expect(try numbers() == given)
    try install(nil, on: sales)
    // The account number is a column of Sales itself and stays; new accounts have none.
    #expect(try numbers() == given)
    let late = (0..<100).map { index -> JSONObject in ["name": .string("Late \(index)")] }
    #expect(try sales.service.importRows(into: "accounts", late).allSatisfy { $0 == nil })
    #expect(try count(sales, "accountnumber eq null") == 100)
    try install("1.15.0.1", on: sales)
    #expect(try count(sales, "accountnumber eq null") == 0)
    #expect(try numbers().count == 10_100)
  }

  @Test("Repeated numbers are told and nothing is installed (R-ACC-4)")
  func duplicates() throws {
    let sales = try system(accounts: 30)
    for number in ["N-0", "n-3 "] { try sales.create("accounts", ["name": "Again", "accountnumber": .string(number)]) }
    let before = sales.twin.store.version
    let refusal = #expect(throws: SolutionRefusal.self) { try install("1.15.0.1", on: sales) }
    #expect(refusal == .duplicates(table: "account", columns: ["accountnumber"], values: ["N-0 (2 rows)", "N-3 (2 rows)"]))
    #expect(sales.twin.store.version == before)
    #expect(sales.send(.get, "contacts?$select=msdynce_contactnumber").status == 400)
    try sales.create("accounts", ["name": "Third", "accountnumber": "N-0"])
    // Version 15.0.0.2 has no such key.
    try install("15.0.0.2", on: sales)
    #expect(try count(sales, "accountnumber eq 'N-0'") == 3)
  }

  @Test("Each upgrade keeps rows and numbers; the last version lets numbers repeat")
  func upgrades() throws {
    let sales = try system(accounts: 30)
    try install("1.14.0.0", on: sales)
    let assigned = try sales.list("accounts?$filter=name eq 'A1'")[0]["accountnumber"]
    let catalog = try sales.catalog()
    let order = try sales.create("salesorders", sales.header(catalog, "customerid_account", [:]))
    #expect(sales.send(.get, "salesorders?$select=msdynce_processingstatus").status == 400)
    try install("1.15.0.0", on: sales)
    // An open order of the one-way generation can be activated like a new one.
    #expect(try number(try sales.get("salesorders(\(order))"), "msdynce_processingstatus") == 192_350_000)
    try install("1.15.0.1", on: sales)
    #expect(sales.send(.post, "accounts", ["name": "Second", "accountnumber": "N-0"]).status == 412)
    try install("15.0.0.2", on: sales)
    try sales.create("accounts", ["name": "Second", "accountnumber": "N-0"])
    #expect(sales.send(.get, "accounts(accountnumber='N-0')").status == 400)
    #expect(try sales.list("accounts?$filter=name eq 'A1'")[0]["accountnumber"] == assigned)
    #expect(throws: SolutionRefusal.lowerVersion(installed: "15.0.0.2", wanted: "1.15.0.1")) { try install("1.15.0.1", on: sales) }
  }

  @Test("Removal takes the columns with their data; installed again, numbers are given anew and rows are not changed by it")
  func removal() throws {
    let sales = try SalesClient()
    try sales.create("accounts", ["name": "A"])
    try sales.create("contacts", ["lastname": "Buyer"])
    let first = try #require(try sales.list("contacts")[0]["msdynce_contactnumber"]?.stringValue)
    let version = try sales.list("contacts")[0]["versionnumber"]
    try install(nil, on: sales)
    #expect(try sales.list("contacts")[0]["msdynce_contactnumber"] == nil)
    // Nobody who tracks changes is told of rows in which only a column went.
    #expect(try sales.list("contacts")[0]["versionnumber"] == version)
    // The account number is a column of Sales itself.
    #expect(try sales.list("accounts")[0]["accountnumber"]?.stringValue?.hasPrefix("ACC-01000-") == true)
    try sales.create("accounts", ["name": "B"])
    #expect(try sales.list("accounts?$filter=name eq 'B'")[0]["accountnumber"] == .null)
    try install("1.15.0.1", on: sales)
    let second = try #require(try sales.list("contacts")[0]["msdynce_contactnumber"]?.stringValue)
    #expect(second.hasPrefix("CON-01001-") && second != first)
  }

  @Test("Every capability of a version of the solution is told in words, and none besides")
  func words() throws {
    #expect(Set(try SalesTwin.levels().flatMap(\.capabilities)) == Set(try SalesTwin.capabilityTable().capabilities.map(\.name)))
  }

  @Test("Sales before 8.2.1.207 takes no solution")
  func least() throws {
    let sales = try SalesClient {
      $0.solutionVersion = nil
      $0.productVersion = "8.2.1.176"
    }
    #expect(throws: SolutionRefusal.salesTooOld(version: "8.2.1.176")) { try install("1.15.0.0", on: sales) }
  }

}
