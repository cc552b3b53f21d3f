import Faults
import OData
import StrictYAML
import Testing
import Twin

@testable import Scenarios

struct ReportTests {
  private static var failure: FailureReport {
    var report = FailureReport(
      position: SourcePosition(file: "s/a.yaml", line: 9, column: 13), message: "name is not as expected",
      virtualTime: WorldConfiguration.defaultStart, replay: "p2c run s/a.yaml --seed 1")
    report.comparison = .init(what: "name", expected: "\"B\" (text)", actual: "\"A\" (text)")
    report.step = "expect sales/accounts"
    report.source = [(8, "  - expect: sales/accounts"), (9, "    has: {name: B}")]
    report.records = [
      .init(title: "Sales accounts accountnumber A-1", lines: [("accountnumber", "A-1"), ("name", "A")]),
      .init(title: "Supply Chain CustomersV2 CustomerAccount A-1", lines: [("CustomerAccount", "A-1")]),
    ]
    report.ledger = ["accounts / Accounts - Customers  5e… → usmf,A-1  created in execution 1, attempt 1"]
    return report
  }

  private static var suite: SuiteResult {
    var passed = ScenarioResult(
      path: "s/b.yaml", title: "Passes & more", proves: ["R-ACC-1"], tags: ["t"], outcome: .passed,
      virtualTime: WorldConfiguration.defaultStart)
    passed.nanoseconds = 1_500_000_000
    passed.notes = ["a <note>"]
    let failed = ScenarioResult(
      path: "s/a.yaml", title: "Fails", proves: [], tags: [], outcome: .failed(failure), virtualTime: WorldConfiguration.defaultStart)
    let broken = ScenarioResult(
      path: "c.yaml", title: "Breaks", proves: [], tags: [], outcome: .broken("no \u{1}store"), virtualTime: WorldConfiguration.defaultStart
    )
    var suite = SuiteResult(seed: 7)
    suite.results = [passed, failed, broken]
    suite.nanoseconds = 2_000_000_000
    return suite
  }

  @Test("A failure shows place, difference, the step's lines, the record on both sides, the ledger, the time and the replay")
  func failureText() {
    #expect(
      FailureText(style: .plain).lines(Self.failure).joined(separator: "\n") == """
        s/a.yaml:9:13: error: name is not as expected
            expected  "B" (text)
            actual    "A" (text)

          in the step expect sales/accounts
            8 |   - expect: sales/accounts
          > 9 |     has: {name: B}

          Sales accounts accountnumber A-1                                       │  Supply Chain CustomersV2 CustomerAccount A-1
            accountnumber  A-1                                                   │    CustomerAccount  A-1
            name           A

          ledger
            accounts / Accounts - Customers  5e… → usmf,A-1  created in execution 1, attempt 1

          virtual time  2018-04-03T08:00:00Z
          replay        p2c run s/a.yaml --seed 1
        """)
  }

  @Test("Several rows of one key stand below each other, long values are cut, faults are named with what they hit")
  func failureOfSeveralRows() {
    var report = FailureReport(
      position: SourcePosition(file: "s/a.yaml", line: 4, column: 5), message: "line 2\n    is not as expected",
      virtualTime: WorldConfiguration.defaultStart.adding(seconds: 90), replay: "p2c run s/a.yaml --seed 1")
    let long = String(repeating: "lorem ipsum ", count: 30)
    report.comparison = .init(what: "description", expected: "\"\(long)dolor\" (text)", actual: "\"\(long)color\" (text)")
    report.response = "400 {\"error\":{\"code\":\"0x0\"}}"
    report.records = [
      .init(title: "Sales salesorderdetails A", lines: [("sequencenumber", "1"), ("description", long)]),
      .init(title: "Sales salesorderdetails A", lines: [("sequencenumber", "2"), ("description", "two\nlines")]),
      .init(title: "Supply Chain CDSSalesOrderLines A: no such record", lines: []),
    ]
    report.ledger = ["orders / Lines  1 → usmf,A,1  created", "orders / Lines  2 → usmf,A,2  failed: no such item"]
    report.faults = ["{fault: throttled-requests, with: {retryAfter: 5}, aim: {system: sales}}: hit 2 of 3 calls"]
    #expect(
      FailureText(style: .plain).lines(report).joined(separator: "\n") == """
        s/a.yaml:4:5: error: line 2
            is not as expected
            expected  …sum lorem ipsum lorem ipsum lorem ipsum dolor" (text)
            actual    …sum lorem ipsum lorem ipsum lorem ipsum color" (text)

          the answer was 400 {"error":{"code":"0x0"}}

          Sales salesorderdetails A                                              │  Sales salesorderdetails A
            sequencenumber  1                                                    │    sequencenumber  2
            description     lorem ipsum lorem ipsum lorem ipsum lorem ipsum lor… │    description     two / lines

          Supply Chain CDSSalesOrderLines A: no such record

          ledger
            orders / Lines  1 → usmf,A,1  created
            orders / Lines  2 → usmf,A,2  failed: no such item

          faults
            {fault: throttled-requests, with: {retryAfter: 5}, aim: {system: sales}}: hit 2 of 3 calls

          virtual time  2018-04-03T08:01:30Z
          replay        p2c run s/a.yaml --seed 1
        """)
  }

  @Test("A report names the faults that are set up in the world, with what they are aimed at and how often they hit")
  func activeFaults() async throws {
    let world = try await Worlds.factory.world(WorldConfiguration())
    let faults = try #require(world.twins).faults
    try faults.add(FaultRule("throttled-requests", ["retryAfter": 5], aim: FaultAim(system: "sales", entity: "accounts", atMost: 1)))
    _ = try #require(world.twins).sales.handle(HTTPRequest(.get, "/api/data/v9.2/accounts"))
    let scenario = try Worlds.scenario("scenario: a\nbaseline: none\nsteps:\n  - advance: 1 hours\n")
    let reporter = FailureReporter(run: ScenarioRun(world: world, baseline: nil), file: scenario.file, replay: "again")
    let report = await reporter.report(ScenarioFailure(.start(of: "a.yaml"), "no"))
    #expect(report.faults.count == 1)
    let line = try #require(report.faults.first)
    let rule = "{fault: throttled-requests, with: {retryAfter: 5}, aim: {system: sales, entity: accounts, atMost: 1}}"
    #expect(line == "\(rule): hit 1 of 1 calls")
    await world.close()
  }

  @Test("Nothing that a system holds can steer a terminal")
  func controlCharacters() {
    var report = Self.failure
    report.message = "\u{1B}]0;title\u{7}no"
    report.records = [.init(title: "Sales\u{1B}[2J", lines: [("name", "a\u{1B}[31mb\rc\u{9B}")])]
    (report.ledger, report.faults, report.response) = (["\u{8}x"], ["\u{1B}c"], "\u{1B}[A")
    let text = FailureText(style: .plain).lines(report).joined(separator: "\n")
    #expect(!text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) })
    #expect(text.contains("a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}"))
    var output = ""
    let reporter = TerminalReporter(isTerminal: false, style: .plain) { output += $0 }
    var result = Self.suite.results[0]
    result.notes = ["\u{1B}[31mred"]
    reporter.scenarioEnded(result)
    #expect(!output.contains("\u{1B}"))
  }

  @Test("The summary tells thresholds first, then the slowest, figures, what did not pass, and the counts last")
  func summary() throws {
    var output = ""
    let reporter = TerminalReporter(isTerminal: false, style: .plain) { output += $0 }
    var suite = Self.suite
    suite.nanoseconds = 3_000_000_000
    suite.results += (0..<3).map { number in
      var result = suite.results[0]
      result.nanoseconds = Int64(number) * 1_000_000
      result.documents = [DocumentCount(kind: "order", count: 1)]
      return result
    }
    suite.thresholds = [try Threshold("run <= 2 s"), try Threshold("rules >= 1")]
    reporter.summarize(suite)
    #expect(
      output == """

        thresholds
          FAIL  run <= 2 s: 3.00 s
          ok    rules >= 1: 1

        slowest
          1.50 s  s/b.yaml
          2 ms  s/b.yaml
          1 ms  s/b.yaml
          0 ms  s/a.yaml
          0 ms  c.yaml

        0 steps, 0 executions, 3 orders that agree on both sides, 1 rule proven

        not passed
          s/a.yaml  Fails
          c.yaml  Breaks

        6 scenarios: 4 passed, 1 failed, 1 broken in 3.00 s, seed 7

        """)
  }

  @Test("A value inside of lists and records that differs is shown with what stands round it")
  func nestedDifference() async throws {
    let failure = try await Worlds.failure(
      """
      scenario: nested
      baseline: none
      steps:
        - create: sales/accounts
          with: {name: A, accountnumber: A-1}
          as: a
        - create: sales/accounts
          with: {name: A, accountnumber: A-2}
          as: b
        - expect: ${a}
          is: ${b}
      """)
    let report = try #require(failure)
    #expect(report.comparison?.expected.hasSuffix("(a record)") == true)
    let lines = FailureText(style: .plain).lines(report)
    let expected = try #require(lines.first { $0.hasPrefix("    expected") })
    #expect(expected.count < 190, "\(expected)")
    #expect(expected.contains("\"") && expected != lines.first { $0.hasPrefix("    actual") }?.replacing("actual  ", with: "expected"))
  }

  @Test("JUnit XML has a suite per folder and a case per scenario, and escapes what XML cannot hold")
  func junit() {
    let xml = JUnitReport.text(Self.suite)
    #expect(
      xml.hasPrefix(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="p2c" tests="3" failures="1" errors="1" time="2.000">
          <testsuite name="s" tests="2" failures="1" errors="0" time="1.500">
            <testcase name="Passes &amp; more" classname="s" file="s/b.yaml" time="1.500">
              <system-out>a &lt;note&gt;</system-out>
            </testcase>
            <testcase name="Fails" classname="s" file="s/a.yaml" time="0.000">
              <failure message="s/a.yaml:9:13: name is not as expected" type="expectation">s/a.yaml:9:13: error: name is not as expected
        """))
    #expect(xml.contains("<error message=\"no \u{FFFD}store\" type=\"internal\">"))
    #expect(xml.hasSuffix("</testsuites>\n"))
  }

  @Test("The JSON report carries its version, the counts, and of each scenario everything the text shows")
  func json() throws {
    let report = try JSON(decoding: JSONReport.text(Self.suite))
    #expect(report["version"] == 1)
    #expect(report["seed"] == 7)
    #expect([report["passed"], report["failed"], report["broken"]] == [1, 1, 1])
    let scenarios = try #require(report["scenarios"]?.arrayValue)
    #expect(scenarios.map { $0["outcome"] } == ["passed", "failed", "broken"])
    #expect(scenarios[0]["milliseconds"]?.isSame(as: 1500) == true)
    #expect(scenarios[1]["failure"]?["line"] == 9)
    #expect(scenarios[1]["failure"]?["expected"] == "\"B\" (text)")
    #expect(scenarios[2]["error"] == "no \u{1}store")
  }

  @Test("TAP has a point per scenario, says why one failed, and escapes what would be a directive")
  func tap() {
    var suite = Self.suite
    suite.results.append(
      ScenarioResult(
        path: "d.yaml", title: "Order #7 \\ two", proves: [], tags: [], outcome: .notForThisEngine("it # schedules"),
        virtualTime: WorldConfiguration.defaultStart))
    let text = TAPReport.text(suite)
    #expect(
      text.hasPrefix(
        """
        TAP version 14
        1..4
        # seed 7
        ok 1 - s/b.yaml: Passes & more
          ---
          duration_ms: 1500.000
          ...
        not ok 2 - s/a.yaml: Fails
          ---
          message: "name is not as expected"
          severity: "fail"
          at: {"file":"s/a.yaml","line":9,"column":13}
          found: "\\"A\\" (text)"
          wanted: "\\"B\\" (text)"
          replay: "p2c run s/a.yaml --seed 1"

        """), "\(text)")
    #expect(text.contains("not ok 3 - c.yaml: Breaks\n  ---\n  message: \"no \\u0001store\"\n  severity: \"error\"\n"))
    #expect(text.hasSuffix("ok 4 - d.yaml: Order \\#7 \\\\ two # SKIP it \\# schedules\n"))
  }

  @Test("The Markdown summary begins with the counts, shows failures in full, and takes no title for markup")
  func markdown() {
    var suite = Self.suite
    suite.results[2] = ScenarioResult(
      path: "c|d.yaml", title: "<b>*x*</b> `|`", proves: [], tags: [], outcome: .broken("```\n</details>"),
      virtualTime: WorldConfiguration.defaultStart)
    let text = MarkdownReport.text(suite)
    #expect(text.hasPrefix("## Not passed: 3 scenarios: 1 passed, 1 failed, 1 broken\n\n| Figure | |\n| --- | ---: |\n| time | 2.00 s |\n"))
    #expect(text.contains("<details open><summary>Fails (s/a.yaml)</summary>\n\n```\ns/a.yaml:9:13: error: name is not as expected\n"))
    #expect(text.contains("<summary>&lt;b&gt;\\*x\\*&lt;/b&gt; \\`\\|\\` (c\\|d.yaml)</summary>\n\n````\ninternal error: ```\n"))
    #expect(text.contains("| 1.50 s | `s/b.yaml` Passes &amp; more |\n"))
  }

  @Test("Colour is only there where it was asked for")
  func color() {
    #expect(!FailureText(style: .plain).lines(Self.failure).joined().contains("\u{1B}"))
    #expect(FailureText(style: TextStyle(hasColor: true)).lines(Self.failure).joined().contains("\u{1B}[31m"))
  }
}
