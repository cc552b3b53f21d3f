import Twin

/// `docs/coverage.md`: the coverage table in Markdown.
public struct CoveragePage {
  private let table: CoverageTable
  private let refusals: RefusalList

  public init(_ table: CoverageTable, _ refusals: RefusalList) {
    self.table = table
    self.refusals = refusals
  }

  public var text: String {
    var lines = [
      "# What the twins emulate", "",
      "Made by `p2c coverage --update` from `Fixtures/coverage`; `p2c coverage --check` and a test fail when it is stale, or when a proof",
      "is not there. One row for each documented behaviour of the products. *emulated*: the twin does the same, as far as is known;",
      "*partial*: the note says what is missing; *refused*: answered by `501` with the code `TwinNotEmulated` and the name of the feature,",
      "never accepted and ignored; *missing*: answered as an unknown address, property or option. How well a fact is known: *sourced* (a public page",
      "states it), *inferred* (it follows from facts around it), *proposed* (our choice). The proof is a [wire contract](contracts.md), a",
      "scenario or a test; each fails when the behaviour changes.", "", "| | emulated | partial | refused | missing | all |",
      "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for system in SystemName.allCases where !table.files(of: system).isEmpty {
      let files = table.files(of: system)
      for file in files { lines.append(summary("[\(file.title)](#\(Self.anchor(file.title)))", table.share(of: [file]))) }
      let share = table.share(of: files)
      lines.append(summary("**\(system.title): \(share.emulatedPercent) % emulated**", share))
    }
    lines += ["", "## Refused by name", "", "| Feature | System | What to do instead |", "| --- | --- | --- |"]
    for refusal in refusals.rows { lines.append("| `\(refusal.feature)`\(refusal.detail) | \(refusal.system) | \(refusal.instead) |") }
    for file in table.files {
      lines += ["", "## \(file.title)"]
      for group in file.groups {
        lines += ["", "### \(group.title)", "", "| Behaviour | State | Evidence | Proof |", "| --- | --- | --- | --- |"]
        lines += group.rows.map(Self.line)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func summary(_ name: String, _ share: CoverageTable.Share) -> String {
    let counts = CoverageRow.State.allCases.map { String(share.counts[$0] ?? 0) }
    return "| \(name) | \(counts.joined(separator: " | ")) | \(share.all) |"
  }

  private static func line(_ row: CoverageRow) -> String {
    let note = row.note.map { " (\($0))" } ?? ""
    let source = row.source.isEmpty ? "" : ", \(row.source)"
    let proofs = row.proofs.map { proof in
      switch proof {
      case .contract(let name): "contract `\(name)`"
      case .scenario(let name): "scenario `\(name)`"
      case .test(let title): "“\(title)”"
      }
    }
    let cells = [row.behaviour + note, row.state.rawValue, row.evidence.rawValue + source, proofs.joined(separator: "; ")]
    return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }

  /// As GitHub makes anchors of headings.
  private static func anchor(_ title: String) -> String {
    String(title.lowercased().compactMap { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : $0 == " " ? "-" : nil })
  }
}
