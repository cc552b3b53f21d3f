import OData
import StrictYAML
import Testing

@testable import Scenarios

struct ScenarioRunTests {
  @Test("Steps create, change, read and delete in both systems, and captures carry values between them")
  func records() async throws {
    let result = try await Worlds.run(
      """
      scenario: records
      steps:
        - create: sales/accounts
          with: {name: Fabrikam, accountnumber: F-1, transactioncurrencyid: USD}
          as: account
        - create: sales/contacts
          with: {lastname: Jones, parentcustomerid: "${account}"}
          as: contact
        - expect: sales/contacts
          key: ${contact}
          has: {parentcustomerid_account.accountnumber: F-1}
        - update: sales/accounts
          key: F-1
          with: {description: "was ${account.name}", transactioncurrencyid: null}
          as: account
        - expect: ${account.description}
          is: was Fabrikam
        - read: sales/accounts
          where: startswith(accountnumber,'F-')
          as: found
        - expect: ${found.count}
          is: 1
        - advance: 2 hours
        - print: it is ${now}
        - create: supplyChain/CustomerGroups
          with: {CustomerGroupId: 77, Description: From a scenario}
        - expect: supplyChain/CustomerGroups
          key: {CustomerGroupId: 77}
          has: {dataAreaId: usmf, Description: {contains: scenario}}
        - delete: supplyChain/CustomerGroups
          key: 77
        - expect: supplyChain/CustomerGroups
          key: 77
          absent: true
        - delete: sales/contacts
          key: ${contact}
      """)
    #expect(result.isPassed, "\(result.outcome)")
    #expect(result.notes == ["it is 2018-04-03T10:00:00Z"])
    #expect(result.virtualTime.description == "2018-04-03T10:00:00Z")
  }

  /// Steps that do not hold, and what the report says.
  static let failures: [(steps: String, message: String, line: Int)] = [
    (
      "  - expect: sales/accounts\n    key: US-001\n    has: {name: Nobody}\n",
      "name is not as expected: \"Nobody\" (text) / \"Contoso Retail San Diego\" (text)", 5
    ),
    ("  - expect: sales/accounts\n    count: 19\n", "count of sales/accounts is not as expected: 19 (number) / 20 (number)", 4),
    ("  - expect: sales/accounts\n    key: US-999\n    has: {name: A}\n", "there is no such record in sales/accounts", 4),
    ("  - expect: sales/accounts\n    key: US-001\n    absent: true\n", "there must be no such record in sales/accounts, but there is", 4),
    (
      "  - create: sales/accounts\n    with: {name: A, accountnumber: US-001}\n",
      "Sales refused POST /api/data/v9.2/accounts with 412 0x80060892: ", 3
    ),
    (
      "  - create: sales/accounts\n    with: {name: A, accountnumber: US-001}\n    fails: {status: 400}\n",
      "status of the refusal is not as expected: 400 (number) / 412 (number)", 5
    ),
    ("  - create: sales/accounts\n    with: {name: A}\n    fails: true\n", "the step had to be refused, but it was accepted", 5),
    ("  - read: sales/accounts\n    key: US-001\n    as: a\n  - print: ${a.nam}\n", "'a' has no 'nam'; did you mean 'name'?", 6),
    (
      "  - run: contacts\n",
      "the run of contacts ended in Error", 3
    ),
    (
      "  - expect: sales/accounts\n    where: startswith(accountnumber,'US-00')\n    orderBy: accountnumber\n    sum: {creditlimit: 1}\n",
      "sum of creditlimit over 9 records of sales/accounts is not as expected: 1 (number) / ", 6
    ),
    (
      "  - expect: sales/accounts\n    where: {accountnumber: US-001}\n    unordered:\n      - {accountnumber: US-002}\n",
      "accountnumber is not as expected: \"US-002\" (text) / \"US-001\" (text)", 6
    ),
    ("  - load: nothing\n", "the baseline 'USMF' has no stage 'nothing'; it has base", 3),
    (
      "  - create: sales/contacts\n    with: {lastname: A, parentcustomerid: {account: XX-1}}\n", "Sales refused", 3
    ),
  ]

  @Test("A step that does not hold says where, what was wanted and what was there", arguments: failures.indices)
  func failing(index: Int) async throws {
    let (steps, message, line) = Self.failures[index]
    let found = try #require(try await Worlds.failure("scenario: fails\nsteps:\n\(steps)"))
    let comparison = found.comparison.map { ": \($0.expected) / \($0.actual)" } ?? ""
    let text = (found.message.split(separator: "\n").first.map(String.init) ?? "") + comparison
    #expect(text.hasPrefix(message), "\(text)")
    #expect(found.position.line == line)
    #expect(found.replay.hasSuffix("test.yaml --seed 1"))
  }

  @Test("A loop that reports goes on after a failure and tells one reason once")
  func loop() async throws {
    let result = try await Worlds.run(
      """
      scenario: loop
      steps:
        - forEach: sales/accounts
          where: startswith(accountnumber,'US-00')
          orderBy: accountnumber
          as: account
          label: ${account.accountnumber}
          onFailure: report
          steps:
            - create: sales/accounts
              with: {name: Copy, accountnumber: "${account.accountnumber}"}
          failuresAs: refused
          expect: {rows: 9, passed: 0, failed: 9}
        - expect: ${refused.0.label}
          is: US-001
      """)
    #expect(result.isPassed, "\(result.outcome)")
    #expect(result.notes.count == 2)
    #expect(result.notes.last?.hasPrefix("  9 × Sales refused it with 412 0x80060892: ") == true)
    #expect(result.notes.last?.hasSuffix(": US-001, US-002, US-003, US-004, US-005, US-006, US-007, US-008, US-009") == true)
  }

  @Test("The same seed is the same history; another seed draws other numbers")
  func seeds() async throws {
    func number(_ seed: UInt64) async throws -> [String] {
      var options = SuiteOptions()
      options.seed = seed
      let runner = ScenarioRunner(factory: Worlds.factory, options: options, stopwatch: { 0 }, reporter: nil)
      let scenario = try Worlds.scenario(
        "scenario: s\nbaseline: none\nsteps:\n  - create: sales/accounts\n    with: {name: A}\n    as: a\n  - print: ${a.accountnumber} ${a.accountid}\n"
      )
      return try await runner.run(scenario).notes
    }
    #expect(try await number(1) == number(1))
    #expect(try await number(1) != number(2))
  }

  @Test("A setting no system can be made with is an error of the file, with its place")
  func settings() async throws {
    let error = await #expect(throws: MalformedFile.self) {
      try await Worlds.run("scenario: s\nsettings: {supplyChain: {level: '9.9'}}\nsteps:\n  - advance: 1 day\n")
    }
    #expect(error?.diagnostics.first?.position.line == 2)
    #expect(error?.diagnostics.first?.message.hasPrefix("Supply Chain has no level '9.9'.") == true)
  }

  @Test("Whoever listens hears how far a long step is")
  func progress() async throws {
    let listener = Listener()
    let runner = ScenarioRunner(factory: Worlds.factory, options: SuiteOptions(), stopwatch: { 0 }, reporter: listener)
    _ = await runner.run([
      try Worlds.scenario("scenario: s\nsteps:\n  - forEach: sales/accounts\n    as: a\n    steps: [{print: x}]\n")
    ])
    #expect(listener.heard.prefix(3) == ["suite 1", "began s", "1 of 20"])
    #expect(listener.heard.suffix(2) == ["20 of 20", "ended s"])
  }

  @Test("Overrides edit a project, and a problem of the project is a failure with its text")
  func overrides() async throws {
    let report = try await Worlds.failure(
      "scenario: o\nsteps:\n  - run: accounts\n    overrides:\n      - {default: {CUSTOMERGROUPIDD: '20'}}\n")
    #expect(
      report?.message
        == "project 'accounts' has no mapping row with the destination 'CUSTOMERGROUPIDD'; did you mean 'CUSTOMERGROUPID'?; "
        + "add one, or correct the name")
  }

  @Test("A constant is one more mapping row, with the same value for every record")
  func constant() async throws {
    let report = try await Worlds.failure(
      """
      scenario: c
      steps:
        - run: accounts
          overrides:
            - {constant: {SALESDISTRICT: North}}
          expect: {created: 20}
        - expect: supplyChain/CustomersV2
          each: {SalesDistrict: South}
      """)
    #expect(report?.comparison?.actual == "\"North\" (text)")
  }
}

private final class Listener: SuiteReporter {
  var heard: [String] = []

  func suiteBegan(count: Int) { heard.append("suite \(count)") }
  func scenarioBegan(_ scenario: Scenario) { heard.append("began \(scenario.title)") }
  func scenarioProgress(_ done: Int, of total: Int) { heard.append("\(done) of \(total)") }
  func scenarioEnded(_ result: ScenarioResult) { heard.append("ended \(result.title)") }
}
