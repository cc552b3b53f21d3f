import ProspectToCashTesting
import ProspectToCashTestingOverHTTP
import Testing

/// One suite of flows, whatever is between them and the systems.
@MainActor
@Suite(.serialized) struct FlowOverHTTPTests {
  nonisolated private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")

  nonisolated private static let ways: [FlowWay] = [.direct, .http, .commandLine(engine: "\(WireProgram.word) engine")]

  @Test("From an account to an order that came back: the same body in process, over HTTP and with the command line", arguments: ways)
  func cycle(_ way: FlowWay) async throws {
    let flow = try await Flow(way)
    try await flow.run("accounts", expect: ["status": "Completed", "created": 20])
    try await flow.perform("populate distinct product table")
    try await flow.run("products", expect: ["failed": 0])
    try await flow.create(
      "supplyChain/CDSSalesOrderHeaders",
      ["SalesOrderNumber": "SO-1", "OrderingCustomerAccountNumber": "US-007", "CurrencyCode": "USD"])
    try await flow.create(
      "supplyChain/CDSSalesOrderLines",
      [
        "SalesOrderNumber": "SO-1", "LineCreationSequenceNumber": 1, "ProductNumber": "D0014", "OrderedSalesQuantity": 4,
        "SalesUnitSymbol": "ea", "SalesPrice": .amount("49.50"),
      ])
    try await flow.perform("confirm order", key: "SO-1")
    try await flow.perform("calculate sales totals")
    try await flow.run("orders to sales", expect: ["created": 2, "failed": 0])
    let order = try await flow.read("sales/salesorders", key: "SO-1")
    #expect(order["totallineitemamount"] == .amount("198.00"))
    try await flow.finish()
  }

  @Test("A scenario of a file runs every way", arguments: ways)
  func file(_ way: FlowWay) async throws {
    for scenario in try ScenarioFile.find("\(Self.root)/scenarios/accounts/account-becomes-customer.yaml") {
      try await scenario.run(way)
    }
  }

  @Test("Off the main actor a flow over HTTP says where it has to run")
  nonisolated func elsewhere() async throws {
    await Task.detached {
      _ = await #expect { try await Flow(.http) } throws: { "\($0)".contains("mark the test, or its suite, with @MainActor") }
    }.value
  }
}
