import StrictYAML
import Testing

@testable import Scenarios

struct EventuallyTests {
  @Test("Expectations are looked at again and again while what is on schedule runs, and the clock stops when they hold")
  func holds() async throws {
    let result = try await Worlds.run(
      """
      scenario: A
      steps:
        - create: sales/accounts
          with: {name: Fabrikam, transactioncurrencyid: USD}
          as: account
        - schedule: accounts
          every: 30 minutes
        - eventually:
            - expect: supplyChain/CustomersV2
              key: ${account.accountnumber}
              has: {OrganizationName: Fabrikam}
          within: 2 hours
          every: 10 minutes
        - print: ${now}

      """)
    #expect(result.isPassed, "\(result.outcome)")
    #expect(result.executions > 0)
    #expect(result.notes == ["2018-04-03T08:10:00Z"])
  }

  @Test("What never comes is told with what was seen, since when, and when it was last looked at")
  func fails() async throws {
    let report = try #require(
      try await Worlds.failure(
        """
        scenario: A
        steps:
          - eventually:
              - expect: ${now}
                is: 2018-04-03T12:00:00Z
            within: 90 minutes
            every: 40 minutes

        """))
    #expect(
      report.message == """
        the value is not as expected, in 4 looks within 90 minutes
            from 2018-04-03T08:00:00Z: the value is "2018-04-03T08:00:00Z" (text)
            from 2018-04-03T08:40:00Z: the value is "2018-04-03T08:40:00Z" (text)
            from 2018-04-03T09:20:00Z: the value is "2018-04-03T09:20:00Z" (text)
            from 2018-04-03T09:30:00Z: the value is "2018-04-03T09:30:00Z" (text)
            last looked 2018-04-03T09:30:00Z
        """)
    #expect(report.position.line == 5)
  }

  @Test("Only steps that change nothing are done over and over")
  func malformed() throws {
    func complaints(_ step: String, _ times: String) throws -> [String] {
      try Worlds.complaints("scenario: A\nsteps:\n  - eventually:\n      - \(step)\n\(times)")
    }
    #expect(
      try complaints("advance: 1 day", "    within: 1 hour\n") == [
        "test.yaml:4:9: error: 'advance' changes something and cannot be done over and over; 'eventually' takes read, why, history, expect"
      ])
    #expect(
      try complaints("expect: ${1}\n        is: 1", "    within: 1 hour\n    every: 2 hours\n") == [
        "test.yaml:7:12: error: 'every' must be more than nothing and not longer than 'within', and come to at most 10000 looks"
      ])
    #expect(
      try complaints("expect: ${1}\n        is: 1", "") == ["test.yaml:3:5: error: step 'eventually' needs the key 'within'"])
  }
}
