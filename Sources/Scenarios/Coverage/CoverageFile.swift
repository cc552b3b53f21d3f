import OData
public import StrictYAML
import Twin

/// One file of `Fixtures/coverage`: what one part of a product does, and how far its twin does the same.
///
/// ```yaml
/// coverage: Quotes and orders
/// system: sales
/// groups:
///   - group: Quote
///     rows:
///       - what: Draft becomes Active when statecode 1 is written
///         evidence: inferred
///         source: ER:quote
///         proof: test Every move of a quote that is allowed succeeds
/// ```
///
/// A row without a `state` is emulated.
public struct CoverageFile: Sendable {
  public struct Group: Sendable {
    public let title: String
    public let rows: [CoverageRow]
  }

  public let file: SourceFile
  public let title: String
  public let system: SystemName
  public let groups: [Group]
  /// Where each row stands, for complaints.
  let positions: [CoverageRow: SourcePosition]

  public var rows: [CoverageRow] { groups.flatMap(\.rows) }

  /// Reads a coverage file.
  /// - Throws: `MalformedFile` with every complaint: a row that is emulated in whole or in part needs a proof, one that is
  ///   not wholly emulated a note.
  public init(_ file: SourceFile) throws(MalformedFile) {
    let yaml = try YAML(file)
    let collector = DiagnosticCollector()
    self.file = file
    guard let map = MapReader(yaml, what: "a coverage file", keys: ["coverage", "system", "groups"], collector) else {
      try collector.throwIfAny()
      throw MalformedFile([Diagnostic(yaml.position, "not a coverage file")])
    }
    title = map.requiredText("coverage")?.text ?? ""
    _ = map.required("system")
    system = map.word("system", among: SystemName.allCases.map(\.rawValue)).flatMap { SystemName(rawValue: $0) } ?? .sales
    var groups: [Group] = []
    var positions: [CoverageRow: SourcePosition] = [:]
    for yaml in map.list("groups") {
      guard let group = MapReader(yaml, what: "a group", keys: ["group", "evidence", "source", "rows"], collector) else { continue }
      var rows: [CoverageRow] = []
      for yaml in group.list("rows") {
        guard let row = CoverageRow(yaml, in: group, collector) else { continue }
        if let there = positions[row] { collector.report(yaml.position, "this row stands in line \(there.line) already") }
        positions[row] = yaml.position
        rows.append(row)
      }
      groups.append(Group(title: group.requiredText("group")?.text ?? "", rows: rows))
    }
    self.groups = groups
    self.positions = positions
    try collector.throwIfAny()
  }
}

extension CoverageRow {
  /// - Parameter group: gives `evidence` and `source` to rows that have none of their own.
  fileprivate init?(_ yaml: YAML, in group: MapReader, _ collector: DiagnosticCollector) {
    guard
      let map = MapReader(yaml, what: "a row", keys: ["what", "state", "evidence", "source", "proof", "note"], collector),
      let what = map.requiredText("what")
    else { return nil }
    behaviour = what.text
    let state = map.word("state", among: State.allCases.map(\.rawValue)).flatMap { State(rawValue: $0) } ?? .emulated
    self.state = state
    note = map.text("note")?.text
    let marked = map.has("evidence") ? map : group
    _ = marked.required("evidence")
    evidence = marked.word("evidence", among: Evidence.allCases.map(\.rawValue)).flatMap { Evidence(rawValue: $0) } ?? .proposed
    source = (map.text("source") ?? group.text("source"))?.text ?? ""
    proofs = map.texts("proof").compactMap { text in
      if let proof = CoverageProof(text.text) { return proof }
      collector.report(
        text.position, "'\(text.text)' is no proof; write 'contract sales/…', 'scenario orders/…' or 'test' and the sentence of a test")
      return nil
    }
    if proofs.isEmpty, state == .emulated || state == .partial {
      collector.report(what.position, "'\(what.text)' is \(state.rawValue) without a proof")
    }
    if note == nil, state != .emulated {
      collector.report(what.position, "'\(what.text)' is \(state.rawValue) and needs a note that says what is not there")
    }
  }
}
