import Foundation
import Scenarios
import StrictYAML
import Testing

@Suite("The coverage table")
struct CoverageTableTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private func table() throws -> (CoverageTable, RefusalList) {
    let folder = "\(Self.root)/Fixtures/coverage"
    let files = try ScenarioDiscovery.files([folder]).filter { !$0.hasSuffix("/refused.yaml") }
    return (
      CoverageTable(try files.map { try CoverageFile(SourceFile(reading: $0)) }),
      try RefusalList(SourceFile(reading: "\(folder)/refused.yaml"))
    )
  }

  @Test("Every proof is there")
  func proofs() throws {
    let unproven = try table().0.unproven(ProofFinder(root: Self.root).finds)
    #expect(unproven.isEmpty, "\(unproven.map(\.description).joined(separator: "\n"))")
  }

  @Test("docs/coverage.md is what p2c coverage --update writes")
  func page() throws {
    let (table, refusals) = try table()
    let written = try String(contentsOfFile: "\(Self.root)/docs/coverage.md", encoding: .utf8)
    #expect(written == CoveragePage(table, refusals).text, "stale: run 'p2c coverage --update'")
  }

  @Test(
    "What is emulated needs a proof, what is not needs a note",
    arguments: [
      ("{what: A, evidence: sourced}", "'A' is emulated without a proof"),
      ("{what: A, evidence: sourced, state: partial, note: half}", "'A' is partial without a proof"),
      ("{what: A, evidence: sourced, state: missing}", "'A' is missing and needs a note that says what is not there"),
      (
        "{what: A, evidence: sourced, proof: sales/x}",
        "'sales/x' is no proof; write 'contract sales/…', 'scenario orders/…' or 'test' and the sentence of a test"
      ),
      ("{what: A, proof: test B}", "a group needs the key 'evidence'"),
    ])
  func refused(row: String, complaint: String) {
    let text = "coverage: C\nsystem: sales\ngroups:\n  - group: G\n    rows:\n      - \(row)\n"
    let error = #expect(throws: MalformedFile.self) { try CoverageFile(SourceFile(path: "c.yaml", text: text)) }
    #expect(error?.diagnostics.map(\.message).contains(complaint) == true, "\(error?.description ?? "")")
  }

  @Test("A proof that is not there is told with the place of its row")
  func missingProof() throws {
    let text =
      "coverage: C\nsystem: sales\ngroups:\n  - group: G\n    evidence: sourced\n    rows:\n      - {what: A, proof: contract sales/none}\n"
    let table = CoverageTable([try CoverageFile(SourceFile(path: "c.yaml", text: text))])
    let diagnostics = table.unproven(ProofFinder(root: Self.root).finds)
    #expect(diagnostics.map(\.description) == ["c.yaml:7:9: error: the proof 'contract sales/none' is not there"])
  }
}
