import StrictYAML
import Testing

@testable import Scenarios

/// Killing the engine between any two steps it takes. `p2c crash scenarios/cycle` tries every point; here are some of each kind.
struct CrashSweepTests {
  /// The second one exports packages: a killed run exports once more, which draws more identifiers and takes longer. Every 45th point is
  /// also one in an export.
  @Test(
    "Killed at any point of the whole cycle and started again, the engine comes to the same end",
    arguments: [("from-account-to-invoice", 83), ("all-ways-of-reading", 45)])
  func wholeCycle(scenario: String, every: Int) async throws {
    let sweep = CrashSweep(every: every)
    let file = try SourceFile(reading: "\(Worlds.root)/scenarios/cycle/\(scenario).yaml")
    let report = try await sweep.run(try Scenario(file, schemas: try sweep.schemas()))
    #expect(report.points.values.allSatisfy { $0 > 100 })
    #expect(report.tried >= 6)
    #expect(report.failures.map { "\($0.point): \($0.reason)" } == [])
  }

  @Test("A scenario in which something happens before a certain page is left out, and the report says why")
  func interrupted() async throws {
    let sweep = CrashSweep()
    let file = try SourceFile(reading: "\(Worlds.root)/scenarios/reading/rows-move-in-sales.yaml")
    let report = try await sweep.run(try Scenario(file, schemas: try sweep.schemas()))
    #expect(report.tried == 0)
    #expect(report.failures.isEmpty)
    #expect(report.notForThisEngine == "it does something in the midst of a run")
  }

  @Test("A scenario that fails without a crash is said so, and no point is tried")
  func failures() async throws {
    let text = """
      scenario: Wrong by itself
      baseline: none
      steps:
        - create: supplyChain/CustomerGroups
          with: {dataAreaId: usmf, CustomerGroupId: "10", Description: Wholesale}
        - create: sales/accounts
          with: {name: One, accountnumber: A-1}
        - run: accounts
          expect: {created: 7}
      """
    let sweep = CrashSweep()
    let report = try await sweep.run(try Scenario(SourceFile(path: "a.yaml", text: text), schemas: try sweep.schemas()))
    #expect(report.tried == 0)
    #expect(report.failures.map(\.reason).first?.contains("fails without a crash") == true)
  }
}
