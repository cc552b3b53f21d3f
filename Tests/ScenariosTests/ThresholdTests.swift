import Testing

@testable import Scenarios

struct ThresholdTests {
  @Test(
    "A threshold is read with any blanks, and written one way",
    arguments: [
      ("run<=20s", "run <= 20 s"), (" slowest  <= 1500 ms ", "slowest <= 1500 ms"), ("average <= 0.25 s", "average <= 250 ms"),
      ("run <= 2 min", "run <= 120 s"), ("failed <= 0", "failed <= 0"), ("rules >= 100", "rules >= 100"),
      ("slowest <= 0.0005 ms", "slowest <= 0.0005 ms"),
    ])
  func reading(text: String, written: String) throws {
    let threshold = try Threshold(text)
    #expect(threshold.description == written)
    #expect(try Threshold(written) == threshold)
  }

  @Test(
    "What is no threshold is refused with what to write instead",
    arguments: [
      ("run < 20 s", "'run < 20 s' is no threshold; write a figure, <= or >=, and a bound: 'run <= 20 s', 'failed <= 0'"),
      ("faild <= 1", "'faild' is no figure of a run; did you mean 'failed'?"),
      ("run <= 20", "'run <= 20' needs a unit: ms, s or min"),
      ("failed <= 2 s", "'failed <= 2 s' is a count; leave the 's' out"),
      ("failed <= 1.5", "'1.5' is no bound of failed"),
      ("run <= 99999999999999999999 min", "'99999999999999999999' is no bound of run"),
    ])
  func refused(text: String, message: String) {
    do {
      _ = try Threshold(text)
      Issue.record("\(text) was read")
    } catch {
      #expect(error.description.hasPrefix(message), "\(error)")
    }
  }

  @Test("Times and counts are held against what was measured, the bound itself included")
  func met() throws {
    let suite = ReportSchemaTests.suite
    for (text, isMet) in [
      ("run <= 9 ms", true), ("run <= 8.999 ms", false), ("slowest <= 1.234567 ms", true), ("slowest <= 1.2 ms", false),
      ("average >= 1 ms", true), ("scenarios >= 6", true), ("passed >= 2", false), ("failed <= 4", true), ("failed <= 3", false),
      ("notRun <= 0", true), ("executions >= 6", true), ("rules >= 1", true), ("rules >= 2", false),
    ] {
      #expect(try Threshold(text).isMet(by: suite) == isMet, "\(text)")
    }
  }
}
