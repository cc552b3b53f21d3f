import ProspectToCashTesting
import Testing

struct CreditLimitTests {
  @Test("A raised credit limit reaches the customer", arguments: ["7.2+KB4045570", "10.0"])
  func raisedLimit(level: String) async throws {
    let flow = try await Flow(settings: ["supplyChain": ["level": .string(level)]])
    let account = try await flow.create("sales/accounts", ["name": "Fabrikam", "transactioncurrencyid": "USD"])
    try await flow.run("accounts", expect: ["status": "Completed", "failed": 0])

    try await flow.update("sales/accounts", key: account.reference, ["creditlimit": .amount("25000.50")])
    try await flow.advance("1 hour")
    try await flow.run("accounts", expect: ["read": 1, "updated": 1])

    try await flow.expect(
      "supplyChain/CustomersV2", key: account["accountnumber"],
      has: ["OrganizationName": "Fabrikam", "CreditLimit": .amount("25000.50")])
    try await flow.finish()
  }
}
