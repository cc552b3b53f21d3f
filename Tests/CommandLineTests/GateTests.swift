import Foundation
import Testing

/// The gate that the workflows of CI services start.
struct GateTests {
  private static func scenario(_ name: String) -> String {
    """
    scenario: An account called \(name)
    baseline: none
    steps:
      - create: sales/accounts
        with: {name: A, accountnumber: A-1}
      - expect: sales/accounts
        key: A-1
        has: {name: \(name)}

    """
  }

  private static let gate = Program.root.appendingPathComponent("CI/gate").path

  private static func run(_ words: [String], in folder: URL) throws -> Program {
    // A service of the machine that runs the tests must not get pages of theirs.
    let environment = ["-u", "TF_BUILD", "GITHUB_STEP_SUMMARY=\(folder.path)/page.md", "P2C=\(Program.path)"]
    return try Program.run(environment + [gate] + words, in: folder, program: "/usr/bin/env")
  }

  @Test("Parts of a suite are merged and judged as one run, with the summary on the page of the job")
  func parts() throws {
    let files = ["scenarios/1.yaml": Self.scenario("A"), "scenarios/2.yaml": Self.scenario("B"), "scenarios/3.yaml": Self.scenario("A")]
    try Program.inFolder(files) { folder in
      #expect(try (1...2).map { try Self.run(["--shard", "\($0)/2"], in: folder).exitCode }.sorted() == [0, 1])
      let merged = try Self.run(["merge"], in: folder)
      #expect(merged.exitCode == 1, "\(merged.errors)")
      let reports = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/reports").sorted()
      #expect(reports == ["junit.xml", "report-1.json", "report-2.json", "report.html", "report.json", "summary.md"])
      #expect(try String(contentsOf: folder.appendingPathComponent("reports/junit.xml"), encoding: .utf8).contains("An account called B"))
      #expect(try String(contentsOf: folder.appendingPathComponent("page.md"), encoding: .utf8).contains("An account called B"))
    }
  }

  @Test(
    "The exit code is that of p2c run",
    arguments: [
      (["scenarios/1.yaml": scenario("A")], [], 0), (["scenarios/1.yaml": scenario("B")], [], 1),
      (["scenarios/1.yaml": "scenaro: A"], [], 3), (["other/1.yaml": scenario("A")], [], 2),
      (["other/1.yaml": scenario("A")], ["--", "other"], 0), (["scenarios/1.yaml": scenario("A")], ["--shards", "1/2"], 2),
      (["scenarios/1.yaml": scenario("A")], ["merge"], 2),
    ] as [([String: String], [String], Int32)])
  func codes(files: [String: String], words: [String], code: Int32) throws {
    try Program.inFolder(files) { folder in
      let gate = try Self.run(words, in: folder)
      #expect(gate.exitCode == code, "\(gate.output)\(gate.errors)")
    }
  }

  @Test(
    "Every workflow starts the gate, in parts and to merge them",
    arguments: ["github-actions.yml", "azure-pipelines.yml", "gitlab-ci.yml", "kubernetes-job.yaml"])
  func workflows(file: String) throws {
    let text = try String(contentsOf: Program.root.appendingPathComponent("CI/workflows/\(file)"), encoding: .utf8)
    #expect(text.contains("CI/gate --shard"))
    if file != "kubernetes-job.yaml" { #expect(text.contains("CI/gate merge") || text.contains("CI/gate\" merge")) }
  }
}
