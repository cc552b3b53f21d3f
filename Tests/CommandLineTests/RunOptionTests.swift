import Foundation
import Testing

/// What `p2c run` and `p2c report` take, proven on the built program.
struct RunOptionTests {
  private static func scenario(_ title: String, _ name: String = "A") -> String {
    """
    scenario: \(title)
    baseline: none
    steps:
      - create: sales/accounts
        with: {name: A, accountnumber: A-1}
      - expect: sales/accounts
        key: A-1
        has: {name: \(name)}

    """
  }

  private static let files = [
    "s/1.yaml": scenario("one"), "s/2.yaml": scenario("two", "B"), "s/3.yaml": scenario("three"), "s/4.yaml": scenario("four"),
    "s/5.yaml": scenario("five"),
  ]

  private static func untimed(_ text: String) -> String {
    text.replacing(/"milliseconds":[0-9.]+/, with: "").replacing(/[\d,]+\.\d scenarios a second|\d+ ms|\d+\.\d+ s/, with: "time")
  }

  private static func text(_ folder: URL, _ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  @Test("Shards on several machines come together to the report of one; a shard that is missing is not overlooked")
  func shards() throws {
    try Program.inFolder(Self.files) { folder in
      #expect(try Program.run(["run", "s", "--jobs", "1", "--json", "whole.json"], in: folder).exitCode == 1)
      #expect(try Program.run(["run", "s", "--shard", "1/2", "--jobs", "2", "--json", "a.json"], in: folder).exitCode == 0)
      let second = try Program.run(["run", "s", "--shard", "2/2", "--durations", "whole.json", "--dry-run"], in: folder)
      #expect(second.exitCode == 0)
      #expect(second.output.contains(" of 5 scenarios would run, shard 2/2\n"))
      #expect(try Program.run(["run", "s", "--shard", "2/2", "--json", "b.json"], in: folder).exitCode == 1)
      let merged = try Program.run(["report", "merge", "b.json", "a.json", "--json", "all.json", "--junit", "all.xml"], in: folder)
      #expect(merged.exitCode == 1)
      #expect(merged.output.contains("5 scenarios: 4 passed, 1 failed in "))
      #expect(try Self.untimed(Self.text(folder, "all.json")) == Self.untimed(Self.text(folder, "whole.json")))
      #expect(try Self.text(folder, "all.xml").contains("<testsuites name=\"p2c\" tests=\"5\" failures=\"1\""))
      let half = try Program.run(["report", "merge", "a.json"], in: folder)
      #expect(half.exitCode == 2)
      #expect(half.errors == "error: 2 of the 5 scenarios are in none of the reports: a shard is missing\n")
    }
  }

  @Test("What failed runs again alone, and nothing where everything passed")
  func rerun() throws {
    try Program.inFolder(Self.files) { folder in
      _ = try Program.run(["run", "s", "--json", "r.json"], in: folder)
      let again = try Program.run(["run", "--rerun-failed", "r.json", "--json", "again.json"], in: folder)
      #expect(again.exitCode == 1)
      #expect(again.output.contains("1 scenarios: 1 failed in ") || again.output.contains("1 scenarios: 0 passed, 1 failed in "))
      try Data(Self.scenario("two").utf8).write(to: folder.appendingPathComponent("s/2.yaml"))
      let mended = try Program.run(["run", "--rerun-failed", "again.json", "--json", "mended.json"], in: folder)
      #expect(mended.exitCode == 0)
      let nothing = try Program.run(["run", "--rerun-failed", "mended.json"], in: folder)
      #expect(nothing.exitCode == 0)
      #expect(nothing.output == "everything passed in mended.json: there is nothing to run again\n")
    }
  }

  @Test("A dry run lists what would run, in its order, and runs nothing")
  func dryRun() throws {
    try Program.inFolder(Self.files) { folder in
      let plain = try Program.run(["run", "s", "--dry-run"], in: folder)
      #expect(plain.exitCode == 0)
      #expect(plain.output.hasPrefix("1  s/1.yaml  one\n2  s/2.yaml  two\n"))
      #expect(plain.output.hasSuffix("5 of 5 scenarios would run\n"))
      let shuffled = try Program.run(["run", "s", "--dry-run", "--shuffle", "--seed", "3"], in: folder)
      #expect(shuffled.output != plain.output)
      #expect(shuffled.output == (try Program.run(["run", "s", "--dry-run", "--shuffle", "--seed", "3"], in: folder)).output)
      let level = try Program.run(["run", "s/1.yaml", "--dry-run", "--level", "7.2"], in: folder)
      #expect(level.output == "1  s/1.yaml  one (7.2)\n1 of 1 scenarios would run\n")
    }
  }

  @Test("One job and several say the same, but for times")
  func jobs() throws {
    try Program.inFolder(Self.files) { folder in
      let one = try Program.run(["run", "s", "--jobs", "1", "--repeat", "3", "--json", "1.json"], in: folder)
      let three = try Program.run(["run", "s", "--jobs", "3", "--repeat", "3", "--json", "3.json"], in: folder)
      #expect(one.output.contains("15 scenarios: 12 passed, 3 failed in "))
      #expect(try Self.untimed(Self.text(folder, "1.json")) == Self.untimed(Self.text(folder, "3.json")))
      let first = try Program.run(["run", "s", "--jobs", "3", "--fail-fast"], in: folder)
      #expect(first.output.contains("5 scenarios: 1 passed, 1 failed, 3 not run in "))
      #expect(three.exitCode == 1)
    }
  }

  @Test("A baseline that is not there is told, and the other scenarios run: 3, or 1 where one of them fails")
  func malformedBaseline() throws {
    var files = Self.files
    files["s/2.yaml"] = Self.scenario("two").replacingOccurrences(of: "baseline: none", with: "baseline: nobody")
    try Program.inFolder(files) { folder in
      let program = try Program.run(["run", "s"], in: folder)
      #expect(program.exitCode == 3)
      #expect(program.errors.contains("s/2.yaml:1:1: error: there is no baseline 'nobody'"))
      #expect(program.output.contains("5 scenarios: 4 passed, 1 malformed in "))
      try Data(Self.scenario("three", "B").utf8).write(to: folder.appendingPathComponent("s/3.yaml"))
      #expect(try Program.run(["run", "s"], in: folder).exitCode == 1)
    }
  }

  @Test("The world of a scenario that fails is kept, and the report says how to open it")
  func keepWorld() throws {
    try Program.inFolder(Self.files) { folder in
      let program = try Program.run(["run", "s", "--keep-world", "worlds"], in: folder)
      #expect(program.output.contains("the world is kept: p2c serve --data worlds/s-2\n"))
      let kept = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("worlds").path)
      #expect(kept == ["s-2"])
      let world = try FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent("worlds/s-2/worlds/default").path)
      #expect(Set(world).isSuperset(of: ["world.json", "sales.db", "supply-chain.db", "snapshots"]))
      // The next failure takes its place.
      #expect(try Program.run(["run", "s/2.yaml", "--keep-world", "worlds"], in: folder).exitCode == 1)
      let nowhere = try Program.run(["run", "s/2.yaml", "--keep-world", "s/1.yaml"], in: folder)
      #expect(nowhere.exitCode == 1)
      #expect(nowhere.output.contains("the world could not be kept: cannot make the folder s/1.yaml/s-2"))
    }
  }

  @Test(
    "What makes no sense is refused with 2 and what to do",
    arguments: [
      (["run", "s", "--jobs", "0"], "--jobs is at least 1."), (["run", "s", "--repeat", "0"], "--repeat is at least 1."),
      (["run", "s", "--shard", "3/2"], "The value '3/2' is invalid for '--shard <i/n>'"),
      (["run", "s", "--durations", "r.json"], "--durations says how to spread shards; give --shard too."),
      (["run", "--rerun-failed", "r.json"], "error: cannot read r.json; a report is written by p2c run --json r.json"),
      (["run", "--rerun-failed", "s/1.yaml"], "error: s/1.yaml cannot be used: it is not JSON"),
      (["run", "s", "--level", "9.9"], "error: Supply Chain has no level '9.9'."),
      (["report", "merge", "x.json"], "error: cannot read x.json"),
    ])
  func refused(arguments: [String], message: String) throws {
    try Program.inFolder(Self.files) { folder in
      let program = try Program.run(arguments, in: folder)
      #expect(program.exitCode == 2)
      #expect(program.errors.contains(message), "\(program.errors)")
    }
  }
}
