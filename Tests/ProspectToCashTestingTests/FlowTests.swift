import ProspectToCashTesting
import Testing

/// Flows as people write them in tests of their own.
struct FlowTests {
  @Test("An account entered in Sales becomes a customer, and every invariant holds")
  func accounts() async throws {
    let flow = try await Flow()
    let account = try await flow.create(
      "sales/accounts", ["name": "Fabrikam", "creditlimit": .amount("25000.50"), "transactioncurrencyid": "USD"])
    let outcome = try await flow.run("accounts", expect: ["status": "Completed", "created": 21])
    #expect(outcome.failed == 0)
    try await flow.expect(
      "supplyChain/CustomersV2", key: account["accountnumber"],
      has: ["OrganizationName": "Fabrikam", "CreditLimit": ["atLeast": 25000], "IsExternallyMaintained": "Yes"])
    try await flow.update("sales/accounts", key: account.reference, ["name": "Fabrikam Ltd"])
    try await flow.advance("1 hour")
    try await flow.run("accounts", expect: ["updated": 1])
    let customers = try await flow.find("supplyChain/CustomersV2", where: ["OrganizationName": "Fabrikam Ltd"])
    #expect(customers.map { $0["CustomerAccount"] } == [account["accountnumber"]])
    try await flow.finish()
    #expect(flow.executions.count >= 2)
  }

  @Test("An expectation that does not hold throws the report: the line of Swift, both records, the ledger, the time")
  func failure() async throws {
    let flow = try await Flow()
    try await flow.run("accounts")
    // In a closure of #expect, #line would be the line of the macro.
    var failure: FlowFailure?
    do {
      try await flow.expect("supplyChain/CustomersV2", key: "US-001", has: ["OrganizationName": "Somebody else"])
    } catch let thrown as FlowFailure {
      failure = thrown
    }
    let text = try #require(failure?.message)
    #expect(text.contains("FlowTests.swift:\(#line - 5):1: error: OrganizationName is not as expected"), "\(text)")
    #expect(text.contains("expected  \"Somebody else\" (text)"))
    #expect(text.contains("has: [\"OrganizationName\": \"Somebody else\"]"))
    #expect(text.contains("Supply Chain CustomersV2 CustomerAccount US-001"))
    #expect(text.contains("Sales accounts accountnumber US-001"))
    #expect(text.contains("virtual time  2018-04-03T08:00:00Z"))
    #expect(failure?.report?.comparison?.what == "OrganizationName")
  }

  @Test("A word that means nothing is refused with what was probably meant")
  func misspelt() async throws {
    let flow = try await Flow(baseline: nil)
    await #expect { try await flow.create("sales/accounts", ["nmae": "Fabrikam"]) } throws: {
      "\($0)".contains("sales/accounts has no property 'nmae'; did you mean 'name'?")
    }
    await #expect { try await Flow(settings: ["supplyChain": ["levle": "7.2"]]) } throws: {
      "\($0)".contains("unknown key 'levle' in 'supplyChain' settings; did you mean 'level'?")
    }
  }

  @Test("What breaks an invariant is found at the end, unless the flow says why it does")
  func invariants() async throws {
    func flow(_ exceptions: [(invariant: String, reason: String)]) async throws {
      let flow = try await Flow(exceptions: exceptions)
      try await flow.run("accounts")
      try await flow.delete("supplyChain/CustomersV2", key: "US-001")
      try await flow.finish()
    }
    await #expect { try await flow([]) } throws: { "\($0)".contains("the invariant 'nothing lost' does not hold") }
    try await flow([("nothing lost", "somebody deleted the customer")])
  }

  @Test("The same flow runs at every level that has what it needs", arguments: ["7.2+KB4045570", "7.3", "10.0"])
  func levels(level: String) async throws {
    let flow = try await Flow(settings: ["supplyChain": ["level": .string(level)]])
    try await flow.run("accounts", expect: ["created": 20, "failed": 0])
    try await flow.finish()
  }
}

/// Scenario files as cases of a test.
struct ScenarioFileTests {
  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

  @Test("A scenario of a file is a case with its title as the name", arguments: try ScenarioFile.find("\(root)/scenarios/accounts"))
  func files(_ scenario: ScenarioFile) async throws { try await scenario.run() }

  @Test("One that does not pass throws the report that p2c run prints")
  func failing() async throws {
    let file = try #require(try ScenarioFile.find("\(Self.root)/Tests/ProspectToCashTestingTests/Cases/wrong-name.yaml").first)
    #expect("\(file)" == "The customer has another name")
    await #expect { try await file.run() } throws: { "\($0)".contains("OrganizationName is not as expected") }
  }
}
