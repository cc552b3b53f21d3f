import Foundation
import Testing

/// Exit codes of `p2c simulate` (docs/simulation.md), proven on the built program.
struct SimulateTests {
  private static func finding(_ name: String) -> String {
    """
    scenario: Found by simulation
    tags: [found]
    baseline: none
    steps:
      - create: sales/accounts
        with: {name: A, accountnumber: A-1}
    then:
      - expect: sales/accounts
        key: A-1
        has: {name: \(name)}

    """
  }

  @Test("0: nothing was found; what was done, what it took and what struck stands in the last line")
  func nothing() throws {
    try Program.inFolder([:]) { folder in
      let program = try Program.run(["simulate", "--seeds", "3", "--weeks", "1", "--json", "result.json"], in: folder)
      #expect(program.exitCode == 0, "\(program.output)\(program.errors)")
      let line = try #require(program.output.split(separator: "\n").last)
      #expect(line.contains(#/^3 seeds in .* seeds\/s, \d+ virtual days\/s, \d+ requests\/s, \d+ executions, /#))
      #expect(line.contains(#/ \d+ calls struck by \d+ faults, hash [0-9a-f]{16}, /#))
      #expect(line.hasSuffix(", 0 failures"))
      let json = try String(contentsOf: folder.appending(path: "result.json"), encoding: .utf8)
      #expect(json.contains("\"format\":\"p2c-simulation-1\""))
    }
  }

  @Test("1: a bug that is known is still there; 0 once it is mended")
  func knownBug() throws {
    try Program.inFolder(["bugs/a.yaml": Self.finding("B")]) { folder throws in
      #expect(try Program.run(["simulate", "--seeds", "1", "--weeks", "1"], in: folder).exitCode == 1)
      #expect(try Program.run(["simulate", "--replay", "bugs/a.yaml"], in: folder).exitCode == 1)
    }
    try Program.inFolder(["bugs/a.yaml": Self.finding("A")]) { folder throws in
      #expect(try Program.run(["simulate", "--replay", "bugs/a.yaml"], in: folder).exitCode == 0)
    }
  }

  @Test(
    "2: the command line makes no sense",
    arguments: [["--seeds", "0"], ["--weeks", "-1"], ["--from", "x"], ["--verify", "--replay", "a"]])
  func commandLine(words: [String]) throws {
    try Program.inFolder([:]) { folder throws in
      #expect(try Program.run(["simulate"] + words, in: folder).exitCode == 2)
    }
  }

  @Test("3: the file to replay is malformed")
  func malformed() throws {
    try Program.inFolder(["a.yaml": "scenario: A\nsteps:\n  - creat: sales/accounts\n"]) { folder in
      let program = try Program.run(["simulate", "--replay", "a.yaml"], in: folder)
      #expect(program.exitCode == 3)
      #expect(program.errors.contains("a.yaml:3"))
    }
  }

  @Test("An ordinary build holds no planted bug, and says so")
  func planted() throws {
    try Program.inFolder([:]) { folder in
      let program = try Program.run(["planted-bugs"], in: folder)
      #expect(program.exitCode == 2)
      #expect(program.errors.contains("nothing is planted in this program"))
    }
  }
}
