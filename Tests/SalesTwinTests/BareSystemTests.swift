import Ambient
import OData
import Testing
import Twin

@testable import SalesTwin

@Suite("A bare system")
struct BareSystemTests {
  @Test("A new system has organization, business unit, team, administrator and base currency")
  func seed() throws {
    let sales = try SalesClient()
    #expect(try sales.list("organizations").count == 1)
    #expect(try sales.list("businessunits").count == 1)
    #expect(try sales.list("teams")[0]["isdefault"] == true)
    #expect(try sales.list("transactioncurrencies")[0]["isocurrencycode"] == "USD")
    let user = try sales.list("systemusers")[0]
    #expect(user["ownerid"] == user["systemuserid"])
    #expect(try sales.get("WhoAmI")["UserId"] == user["ownerid"])
  }

  @Test("One seed gives one set of identifiers, another seed another")
  func determinism() throws {
    func account(_ seed: UInt64) throws -> JSON {
      let sales = try SalesClient(seed: seed)
      try sales.create("accounts", ["name": "A"])
      return try sales.list("accounts")[0]
    }
    #expect(try account(1) == account(1))
    #expect(try account(1)["accountnumber"] != account(2)["accountnumber"])
  }

  @Test("Without the solution its columns are unknown")
  func withoutSolution() throws {
    let sales = try SalesClient { $0.solutionVersion = nil }
    #expect(try sales.refusal(.post, "contacts", ["lastname": "A", "msdynce_contactnumber": "1"]) == "0x80048d19")
    #expect(try sales.refusal(.get, "contacts?$select=msdynce_contactnumber") == "0x80060888")
    try sales.create("accounts", ["name": "A"])
    #expect(try sales.list("accounts")[0]["accountnumber"] == .null)
  }

  @Test("Account numbers are unique while the solution keeps its index; the last version drops it", arguments: [nil, "15.0.0.2"])
  func accountIndexGone(version: String?) throws {
    let sales = try SalesClient { $0.solutionVersion = version }
    try sales.create("accounts", ["name": "A", "accountnumber": "C-1"])
    try sales.create("accounts", ["name": "B", "accountnumber": "C-1"])
    #expect(try sales.refusal(.get, "accounts(accountnumber='C-1')") == "0x80060890")
  }

  @Test("A solution version that is no version is refused with a way out")
  func badVersion() {
    #expect(throws: ConfigurationError.badSolutionVersion("1.x")) { try SalesClient { $0.solutionVersion = "1.x" } }
  }

  @Test("Every row carries creator, owner, dates and a version that grows")
  func audit() throws {
    let sales = try SalesClient()
    let id = try sales.create("accounts", ["name": "A"])
    let first = try sales.get("accounts(\(id))")
    sales.clock.advance(milliseconds: 60_000)
    try sales.patch("accounts(\(id))", ["name": "A"])
    let second = try sales.get("accounts(\(id))")
    #expect(first["createdon"] == "2018-04-03T08:00:00Z")
    #expect(second["createdon"] == first["createdon"])
    #expect(second["modifiedon"] == "2018-04-03T08:01:00Z")
    #expect(try number(second, "versionnumber") > number(first, "versionnumber"))
    #expect(first["_ownerid_value"] != .null)
    #expect(first["_ownerid_value"] == first["_createdby_value"])
  }

  @Test("Twins that share a model behave as twins that each read their own")
  func sharedModel() throws {
    let model = try SalesTwin.model(for: SalesConfiguration())
    func accounts(_ model: ServiceModel?) throws -> JSON {
      let sales = try SalesClient(model: model)
      try sales.create("accounts", ["name": "A"])
      return try sales.get("accounts")
    }
    let first = try accounts(model)
    #expect(try accounts(model) == first)
    #expect(try accounts(nil) == first)
  }

  @Test("A row keeps the identifier a client gives it")
  func suppliedKey() throws {
    let sales = try SalesClient()
    let id = "11111111-2222-3333-4444-555555555555"
    #expect(try sales.create("accounts", ["accountid": .string(id), "name": "A"]) == id)
    #expect(try sales.refusal(.post, "accounts", ["accountid": .string(id), "name": "B"]) == "0x80040237")
  }

  @Test("A team without a role refuses writes in the published words (R-SET-1)")
  func teamRole() throws {
    let sales = try SalesClient { $0.teamHasRole = false }
    let response = sales.send(.post, "accounts", ["name": "A"])
    #expect(response.status == 403)
    #expect(response.text.contains("Principal team (Id="))
    #expect(response.text.contains("is missing prvCreateAccount privilege"))
  }
}
