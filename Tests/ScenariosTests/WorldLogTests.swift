import StrictYAML
import Testing

@testable import Scenarios

struct WorldLogTests {
  private static let head = "scenario: A\nsteps:\n  - run: accounts\n    expect: {created: 20}\n"

  @Test("Requests of the engine and of steps are counted one by one, those in batches too, by any of their fields")
  func requests() async throws {
    let result = try await Worlds.run(
      Self.head + """
          - expect: requests
            where: {sender: engine, system: supplyChain, method: POST, entity: CustomersV2}
            count: 20
            each: {status: 204, batched: true, headers.Content-Type: {contains: json}, headers.If-Match: {present: false}}
            any: {body: {contains: "US-001"}}
          - create: sales/accounts
            with: {name: Fabrikam, transactioncurrencyid: USD}
          - expect: requests
            where: {sender: scenario, method: POST}
            unordered: [{entity: accounts, status: {oneOf: [201, 204]}}]
          - run: accounts
          - expect: requests
            where: {method: {oneOf: [POST, PATCH, DELETE]}, entity: {not: $batch}}
            during: last run
            count: 1

        """)
    #expect(result.isPassed, "\(result.outcome)")
  }

  @Test("Executions, outcomes of rows and documents are lists as well")
  func others() async throws {
    let result = try await Worlds.run(
      Self.head + """
          - run: accounts
          - expect: executions
            rows: [{project: accounts, status: Completed, created: 20}, {created: 0, writes: 0}]
          - expect: executions
            during: last run
            rows: [{writes: 0}]
          - expect: outcomes
            where: {project: accounts, outcome: created}
            count: 20
            each: {attempts: 0, reason: null}
            any: {destinationKey: {contains: US-001}}
          - expect: documents
            count: 0

        """)
    #expect(result.isPassed, "\(result.outcome)")
  }

  @Test("What is not there fails at its place, with what was looked for")
  func fails() async throws {
    let report = try #require(
      try await Worlds.failure(Self.head + "  - expect: requests\n    where: {sender: engine, method: POST}\n    any: {status: 500}\n"))
    #expect(report.position.line == 7)
    #expect(report.message.hasPrefix("none of the "))
    #expect(report.message.hasSuffix(" records of requests fits 'any'"))
  }

  static let malformed: [(step: String, complaint: String)] = [
    (
      "expect: requests\n    where: {methd: POST}\n    count: 1",
      "test.yaml:4:13: error: requests have no 'methd'; did you mean 'method'?; they have sender, system, method, entity, target, query, "
        + "status, batched, body, headers"
    ),
    ("expect: requests\n    where: {method: POST}", "test.yaml:3:5: error: the expectation checks nothing; add one of: count, rows"),
    (
      "expect: outcomes\n    during: last run\n    count: 1",
      "test.yaml:4:5: error: 'during' does not go with an expectation of outcomes; that takes where, count, rows"
    ),
    (
      "expect: executions\n    during: last rum\n    count: 1",
      "test.yaml:4:13: error: 'last rum' is not a value of 'during'; did you mean 'last run'?"
    ),
    ("expect: executions\n    each: {stats: Completed}", "test.yaml:4:12: error: executions have no 'stats'; did you mean 'status'?"),
  ]

  @Test("What is wrong with such an expectation is said at its place", arguments: malformed.indices)
  func complaints(index: Int) throws {
    let (step, complaint) = Self.malformed[index]
    let complaints = try Worlds.complaints("scenario: A\nsteps:\n  - \(step)\n")
    #expect(complaints.count == 1)
    #expect(complaints.first?.hasPrefix(complaint) == true, "\(complaints)")
  }
}
