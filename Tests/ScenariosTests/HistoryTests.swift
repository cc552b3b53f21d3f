import OData
import Testing

@testable import Scenarios

struct HistoryTests {
  private static let flow = """
    scenario: flow
    steps:
      - create: sales/accounts
        with: {name: Fabrikam, accountnumber: F-1, transactioncurrencyid: USD}
      - create: sales/accounts
        with: {name: Fabrikam again, accountnumber: F-1}
        fails: true
      - advance: 2 hours
      - run: accounts
        expect: {status: Completed}
    """

  private static func history(_ text: String) async throws -> ScenarioHistory {
    var options = SuiteOptions()
    options.keepsHistory = true
    return try #require(try await Worlds.run(text, options: options).history)
  }

  private static func steps(_ entries: [ScenarioHistory.Entry]) -> [ScenarioHistory.Step] {
    entries.compactMap { if case .step(let step) = $0 { step } else { nil } }
  }

  private static func crossings(_ entries: [ScenarioHistory.Entry]) -> [ScenarioHistory.Crossing] {
    entries.compactMap { if case .crossing(let crossing) = $0 { crossing } else { nil } }
  }

  @Test("A history tells steps with their virtual time, executions with their figures, and what crossed, batches taken apart")
  func flow() async throws {
    let history = try await Self.history(Self.flow)
    #expect(history.leftOut == 0)
    let parts = history.entries.compactMap { if case .part(let title) = $0 { title } else { nil } }
    #expect(parts == ["baseline", "steps", "checks", "settling", "checks"])
    let steps = Self.steps(history.entries)
    #expect(steps.map(\.title) == ["create sales/accounts", "create sales/accounts", "advance 2 hours", "run accounts"])
    #expect(steps.map(\.line) == [3, 5, 8, 9])
    #expect(steps[2].ended.map { $0.milliseconds - steps[2].began.milliseconds } == 7_200_000)
    #expect(steps.allSatisfy { !$0.isFailed && $0.depth == 0 })

    let start = try #require(history.entries.firstIndex(of: .step(steps[1])))
    guard case .crossing(let refused) = history.entries[start + 1] else { throw Unexpected() }
    #expect([refused.sender, refused.system.rawValue, refused.method, refused.what] == ["scenario", "sales", "POST", "accounts"])
    #expect(refused.status == 412)
    #expect(refused.refusal?.isEmpty == false)

    let executions = history.entries.compactMap { if case .execution(let execution) = $0 { execution } else { nil } }
    #expect(executions.first?.status == "Completed")
    #expect(executions.first?.tasks.first?.created == 21)
    let written = Self.crossings(history.entries).filter {
      $0.sender == "engine" && $0.system == .supplyChain && $0.isBatched && $0.method == "POST"
    }
    #expect(written.reduce(0) { $0 + $1.count } >= 21)
  }

  @Test("Steps inside of steps stand deeper; the one that fails says so, and so do those around it")
  func nested() async throws {
    let result = try await Worlds.run(
      """
      scenario: nested
      baseline: none
      steps:
        - create: sales/accounts
          with: {name: A, accountnumber: A-1}
        - forEach: sales/accounts
          as: account
          steps:
            - expect: ${account.name}
              is: B
      """)
    let entries = try #require(result.history).entries
    let steps = Self.steps(entries)
    #expect(steps.map(\.depth) == [0, 0, 1])
    #expect(steps.map(\.isFailed) == [false, true, true])
  }

  @Test("Of a scenario that passes nothing is kept unless a report asks for it")
  func notKept() async throws {
    let result = try await Worlds.run("scenario: a\nbaseline: none\nsteps:\n  - advance: 1 hours\n")
    #expect(result.history == nil)
  }

  @Test("Addresses are shown below the service's root and without keys")
  func place() {
    #expect(HistoryBuilder.place("/api/data/v9.2/accounts(5e)?$top=1") == "accounts")
    #expect(HistoryBuilder.place("/api/data/v9.2/quotes(5e)/Microsoft.Dynamics.CRM.WinQuote") == "quotes/WinQuote")
    #expect(HistoryBuilder.place("/data/CustomersV2(dataAreaId='usmf',CustomerAccount='%2F')?cross-company=true") == "CustomersV2")
    #expect(HistoryBuilder.place("/data/$batch") == "$batch")
  }

  @Test("A world that is asked without end is counted, not remembered")
  func bounded() async throws {
    let history = try await Self.history(
      """
      scenario: many
      baseline: none
      steps:
        - create: sales/accounts
          with: {name: A, accountnumber: A-1}
          as: account
        - forEach: sales/accounts
          as: one
          steps: [\(String(repeating: "{advance: 1 minutes}, ", count: 600)){read: sales/accounts, as: all}]
      """)
    #expect(history.entries.count == 400)
    #expect(history.leftOut > 200)
  }

  private struct Unexpected: Error {}
}
