import Foundation
import Testing

/// docs/exit-codes.md, proven on the built program.
struct ExitCodeTests {
  private static let passing = """
    scenario: Passes
    tags: [a]
    baseline: none
    steps:
      - create: sales/accounts
        with: {name: A, accountnumber: A-1}

    """
  private static let failing = """
    scenario: Fails
    baseline: none
    steps:
      - create: sales/accounts
        with: {name: A, accountnumber: A-1}
      - expect: sales/accounts
        key: A-1
        has:
          name: B

    """

  @Test("0: every scenario passed")
  func passed() throws {
    try Program.inFolder(["scenarios/a.yaml": Self.passing]) { folder in
      let program = try Program.run(["run"], in: folder)
      #expect(program.exitCode == 0)
      #expect(program.output.contains("ok    Passes"))
      #expect(program.output.contains("1 scenarios: 1 passed in "))
      #expect(program.errors.isEmpty)
    }
  }

  @Test("1: a scenario failed; the report says where, what was wanted, what was there, and how to do it again")
  func failed() throws {
    try Program.inFolder(["a.yaml": Self.failing]) { folder in
      let program = try Program.run(["run", "a.yaml"], in: folder)
      #expect(program.exitCode == 1)
      #expect(program.output.contains("a.yaml:9:13: error: name is not as expected\n"))
      #expect(program.output.contains("expected  \"B\" (text)\n"))
      #expect(program.output.contains("actual    \"A\" (text)\n"))
      #expect(program.output.contains("> 9 |       name: B\n"))
      #expect(program.output.contains("Sales accounts accountnumber A-1"))
      #expect(program.output.contains("Supply Chain CustomersV2 CustomerAccount A-1: no such record"))
      #expect(program.output.contains("replay        p2c run a.yaml --seed 1\n"))
    }
  }

  @Test("1: a threshold is not kept, though every scenario passed")
  func threshold() throws {
    try Program.inFolder(["a.yaml": Self.passing]) { folder in
      let program = try Program.run(["run", "a.yaml", "--threshold", "scenarios>=2", "--threshold", "run <= 10 min"], in: folder)
      #expect(program.exitCode == 1)
      #expect(program.output.contains("thresholds\n  FAIL  scenarios >= 2: 1\n  ok    run <= 600 s: "))
    }
  }

  @Test(
    "2: the command line makes no sense",
    arguments: [
      (["run", "nowhere"], "error: nowhere: there is no such file or folder"),
      (["run", "--sed", "1"], "Error: Unknown option '--sed'. Did you mean '--seed'?"),
      (["run", "--mapping", "x.yaml"], "Error: --mapping says how to read --baseline; give that too."),
      (["run", "a.yaml", "--threshold", "slwest <= 1 s"], "'slwest' is no figure of a run; did you mean 'slowest'?"),
      (["rum"], "Error: Unexpected argument 'rum'"),
      (["run", "--tag", "b", "a.yaml"], "error: none of the 1 scenarios has the tag 'b'"),
      (["run", "a.yaml", "--junit", "no/such/folder/x.xml"], "error: cannot write no/such/folder/x.xml"),
    ])
  func badCommandLine(arguments: [String], message: String) throws {
    try Program.inFolder(["a.yaml": Self.passing]) { folder in
      let program = try Program.run(arguments, in: folder)
      #expect(program.exitCode == 2)
      #expect(program.errors.contains(message), "\(program.errors)")
    }
  }

  @Test("3: a malformed file is told from a failed scenario, and nothing is run unless that is asked for")
  func malformed() throws {
    try Program.inFolder(["s/a.yaml": Self.passing, "s/b.yaml": "scenario: B\nsteps:\n  - expct: sales/accounts\n"]) { folder in
      let program = try Program.run(["run", "s"], in: folder)
      #expect(program.exitCode == 3)
      #expect(program.errors.contains("s/b.yaml:3:5: error: unknown step 'expct'; did you mean 'expect'?"))
      #expect(!program.output.contains("Passes"))
      let others = try Program.run(["run", "s", "--keep-going"], in: folder)
      #expect(others.exitCode == 3)
      #expect(others.output.contains("ok    Passes"))
      let lint = try Program.run(["lint", "s"], in: folder)
      #expect(lint.exitCode == 3)
      #expect(lint.output.contains("s/b.yaml:3:5: error: unknown step 'expct'"))
      #expect(lint.output.contains("2 files, 1 errors in 1 of them"))
    }
  }

  @Test("Contracts end with the same codes as scenarios")
  func contracts() throws {
    let head = "system: sales\nevidence: proposed\nsource: a test\nrequest: {GET: accounts}\n"
    let files = [
      "c/a.yaml": "contract: Holds\n\(head)expect: {status: 200}\n", "d/a.yaml": "contract: Does not hold\n\(head)expect: {status: 201}\n",
      "e/a.yaml": "contract: Malformed\n\(head)expct: {status: 200}\n",
      "Fixtures/usmf/baseline.yaml": "baseline: small\nloads:\n  - {load: euro, into: sales/transactioncurrencies, file: c.csv}\n",
      "Fixtures/usmf/c.csv": "isocurrencycode,currencyname,currencysymbol,exchangerate\nEUR,Euro,E,0.8\n",
    ]
    try Program.inFolder(files) { folder in
      let passed = try Program.run(["contract", "c"], in: folder)
      #expect(passed.exitCode == 0, "\(passed.errors)")
      #expect(passed.output.contains("ok    Sales: Holds (proposed, "))
      #expect(passed.output.contains("1 contracts: 1 passed in "))
      let failed = try Program.run(["contract", "d", "c"], in: folder)
      #expect(failed.exitCode == 1)
      #expect(failed.output.contains("d/a.yaml:6:18: error: the status is not as expected"))
      #expect(failed.output.contains("replay        p2c contract d/a.yaml"))
      let malformed = try Program.run(["contract", "c", "e"], in: folder)
      #expect(malformed.exitCode == 3)
      #expect(malformed.errors.contains("e/a.yaml:6:1: error: unknown key 'expct' in a contract file; did you mean 'expect'?"))
      let nowhere = try Program.run(["contract"], in: folder)
      #expect(nowhere.exitCode == 2)
      #expect(nowhere.errors.contains("error: Fixtures/contracts: there is no such file or folder"))
      let token = try Program.run(["contract", "c", "--token-variable", "T"], in: folder)
      #expect(token.exitCode == 2)
    }
  }

  @Test("3: a baseline that is malformed or not there")
  func malformedBaseline() throws {
    let scenario = Self.passing.replacingOccurrences(of: "baseline: none\n", with: "")
    try Program.inFolder(["s.yaml": scenario, "data/baseline.yaml": "baseline: x\nload: []\n"]) { folder in
      let program = try Program.run(["run", "s.yaml", "--baseline", "data"], in: folder)
      #expect(program.exitCode == 3)
      #expect(program.errors.contains("data/baseline.yaml:2:1: error: unknown key 'load' in a baseline file; did you mean 'loads'?"))
    }
    try Program.inFolder(["s.yaml": Self.passing.replacingOccurrences(of: "baseline: none", with: "baseline: nobody")]) { folder in
      let missing = try Program.run(["run", "s.yaml"], in: folder)
      #expect(missing.exitCode == 3)
      #expect(missing.errors.contains("s.yaml:1:1: error: there is no baseline 'nobody'"))
    }
  }

  @Test("Help answers 0, shows examples, and names the exit codes")
  func help() throws {
    let program = try Program.run(["--help"])
    #expect(program.exitCode == 0)
    #expect(program.output.contains("EXIT CODES"))
    #expect(program.output.contains("3  a scenario, baseline or contract file, or an OData text, is malformed"))
    for command in ["run", "list", "lint", "contract"] {
      let help = try Program.run([command, "--help"])
      #expect(help.exitCode == 0)
      #expect(help.output.contains("EXAMPLES"))
    }
  }

  @Test(
    "What needs the network stack says how to build it when it is not there",
    arguments: [["serve", "--port", "1"], ["run", "--over", "http"], ["contract", "--against", "http://127.0.0.1:1"]])
  func wireMissing(arguments: [String]) throws {
    try Program.inFolder([:]) { folder in
      // A copy of its own, so that a p2c-wire that was built does not answer.
      let copy = folder.appendingPathComponent("p2c")
      try FileManager.default.copyItem(at: URL(fileURLWithPath: Program.path), to: copy)
      let program = try Program.run(arguments, in: folder, program: copy.path)
      #expect(program.exitCode == 2)
      #expect(program.errors.contains("build it with: swift build"))
      #expect(program.errors.contains("--product p2c-wire"))
    }
  }

  @Test("Reports are written for CI and for programs")
  func reports() throws {
    try Program.inFolder(["s/a.yaml": Self.passing, "s/b.yaml": Self.failing]) { folder in
      let program = try Program.run(
        ["run", "s", "--junit", "r.xml", "--json", "r.json", "--tap", "r.tap", "--markdown", "r.md", "--html", "r.html"], in: folder)
      #expect(program.exitCode == 1)
      let xml = try String(contentsOf: folder.appendingPathComponent("r.xml"), encoding: .utf8)
      #expect(xml.contains("<testsuites name=\"p2c\" tests=\"2\" failures=\"1\" errors=\"0\""))
      #expect(xml.contains("<failure message=\"s/b.yaml:9:13: name is not as expected\" type=\"expectation\">"))
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("r.json"))) as? [String: Any]
      #expect(json?["version"] as? Int == 1)
      #expect(json?["failed"] as? Int == 1)
      let begins = [
        ("r.tap", "TAP version 14\n1..2\n"), ("r.md", "## Not passed: 2 scenarios: 1 passed, 1 failed\n"), ("r.html", "<!doctype html>\n"),
      ]
      for (name, start) in begins {
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        #expect(text.hasPrefix(start))
        #expect(text.contains("p2c run s/b.yaml --seed 1"))
      }
    }
  }

  @Test("--fail-fast stops at the first failure; a run with the same seed says the same")
  func failFastAndSeed() throws {
    try Program.inFolder(["s/1.yaml": Self.failing, "s/2.yaml": Self.passing]) { folder in
      let program = try Program.run(["run", "s", "--fail-fast"], in: folder)
      #expect(program.exitCode == 1)
      #expect(program.output.contains("1 failed, 1 not run"))
      let again = try Program.run(["run", "s", "--fail-fast"], in: folder)
      func untimed(_ text: String) -> String { text.replacing(/[\d,]+\.\d scenarios a second|\d+ ms|\d+\.\d+ s/, with: "time") }
      #expect(untimed(program.output) == untimed(again.output))
    }
  }
}
