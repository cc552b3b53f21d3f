import Ambient
import Faults
import OData
import StrictYAML
import Testing

/// Faults as values, and the text they are written in.
struct FaultPlanTests {
  private func plan(_ text: String) throws -> FaultPlan { try FaultPlan(text: text, place: "test") }

  @Test("The catalogue has every family, at least forty faults, and no name twice")
  func catalogue() {
    #expect(FaultCatalogue.all.count >= 40)
    #expect(Set(FaultCatalogue.all.map(\.name)).count == FaultCatalogue.all.count)
    for family in FaultFamily.allCases { #expect(FaultCatalogue.faults(of: [family]).count >= 3, "\(family)") }
    for fault in FaultCatalogue.all {
      #expect(!fault.summary.isEmpty && fault.summary.hasSuffix("."), "\(fault.name)")
      #expect(!fault.goodEngine.isEmpty && fault.goodEngine.hasSuffix("."), "\(fault.name)")
      #expect(!fault.source.isEmpty, "\(fault.name)")
    }
  }

  @Test(
    "A fault is written as a name, a mapping, or a list",
    arguments: [
      ("time-out", "- {fault: time-out}\n"),
      ("fault: half-body, with: {percent: 10}", "- {fault: half-body, with: {percent: 10}}\n"),
      (
        "{fault: reset-after-commit, aim: {system: sales, entity: $batch, operation: update, call: 2, every: 3, atMost: 4}}",
        "- {fault: reset-after-commit, aim: {system: sales, entity: \"$batch\", operation: update, call: 2, every: 3, atMost: 4}}\n"
      ),
      (
        "[time-out, {fault: slow-answer, aim: {probability: 0.25, from: 2018-04-03T09:00:00Z, until: 2018-04-03T10:00:00Z}}]",
        "- {fault: time-out}\n- {fault: slow-answer, aim: {probability: 0.25, from: 2018-04-03T09:00:00Z, until: 2018-04-03T10:00:00Z}}\n"
      ),
    ])
  func text(given: String, written: String) throws {
    let plan = try plan(given)
    #expect(plan.yaml == written)
    #expect(try FaultPlan(text: plan.yaml, place: "again") == plan)
  }

  @Test(
    "What is wrong is told with its place and what was probably meant",
    arguments: [
      ("tme-out", "1:1: error: 'tme-out' is no fault; did you mean 'time-out'?"),
      ("{fault: time-out, with: {secnds: 1}}", "'secnds' is no parameter of 'time-out'; did you mean 'seconds'?"),
      ("{fault: time-out, with: {seconds: -1}}", "'seconds' of 'time-out' is a whole number from 0 to 3600"),
      ("{fault: time-out, with: {carriedOut: perhaps}}", "'perhaps' is no 'carriedOut' of 'time-out'"),
      ("{fault: time-out, ami: {}}", "unknown key 'ami' in a fault; did you mean 'aim'?"),
      ("{fault: time-out, aim: {sytem: sales}}", "unknown key 'sytem' in the aim of a fault; did you mean 'system'?"),
      ("{fault: time-out, aim: {system: sale}}", "did you mean 'sales'?"),
      ("{fault: time-out, aim: {probability: 2}}", "'probability' is a number from 0 to 1, not '2'"),
      ("{fault: time-out, aim: {call: 0}}", "'call' of an aim is a whole number from 1 on"),
      ("{fault: time-out, aim: {from: soon}}", "is a moment such as"),
      ("{fault: delta-gap, aim: {system: supplyChain}}", "'delta-gap' strikes sales, not supplyChain"),
      ("{fault: commit-then-fail, aim: {operation: read}}", "cannot strike the operation read"),
      ("{fault: column-removed, with: {column: a}}", "needs an aim with an entity"),
      ("{fault: column-removed, aim: {entity: a}}", "'column-removed' needs 'column'"),
      ("{fault: disk-full, aim: {system: sales}}", "strikes the engine itself"),
      ("{fault: time-out, aim: {from: 2018-04-04T00:00:00Z, until: 2018-04-03T00:00:00Z}}", "before it begins"),
    ])
  func complaints(text: String, complaint: String) {
    #expect {
      try plan(text)
    } throws: { error in
      "\(error)".contains(complaint)
    }
  }

  @Test("A seed draws the same mix each time, every fault that can be drawn in time, and every one reads back from its text")
  func drawing() throws {
    let start = Timestamp(milliseconds: 1_522_742_400_000)
    let period = start..<start.adding(seconds: 86_400)
    var seen: Set<String> = []
    for seed in 0..<400 as Range<UInt64> {
      var (one, other) = (SeededGenerator(seed: seed), SeededGenerator(seed: seed))
      let plan = FaultPlan.draw(4, of: FaultCatalogue.all, during: period, by: &one)
      #expect(plan == FaultPlan.draw(4, of: FaultCatalogue.all, during: period, by: &other))
      #expect(plan.rules.count == 4 && Set(plan.rules.map(\.fault)).count == 4)
      #expect(try FaultPlan(text: plan.yaml, place: "drawn") == plan, "\(plan.yaml)")
      seen.formUnion(plan.rules.map(\.fault.name))
    }
    #expect(seen == Set(FaultCatalogue.all.filter(\.isDrawable).map(\.name)))
  }
}
