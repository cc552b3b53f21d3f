public import StrictYAML
public import Twin

/// A rule of the integration, or a complaint of its users: something a scenario has to prove or to answer.
public struct TracedRule: Hashable, Sendable {
  /// `R-ACC-5`, `C-7`; scenarios name it under `proves`.
  public let id: String
  /// The rule in one sentence.
  public let says: String
  /// How well it is known to hold in the products.
  public let evidence: Evidence
  /// Where it is known from; empty for what we have chosen ourselves.
  public let source: String
  /// Why no scenario can prove it; `nil` for a rule that needs one.
  public let reasonUncovered: String?
  public let position: SourcePosition

  /// - Returns: `nil` for a row that names neither a rule nor a complaint, which is reported.
  init?(_ yaml: YAML, _ collector: DiagnosticCollector) {
    guard
      let map = MapReader(yaml, what: "a rule", keys: ["id", "says", "evidence", "source", "uncovered"], collector),
      let id = map.requiredText("id"), let says = map.requiredText("says"), map.required("evidence") != nil,
      let evidence = map.word("evidence", among: Evidence.allCases.map(\.rawValue)).flatMap(Evidence.init)
    else { return nil }
    self.id = id.text
    self.says = says.text
    self.evidence = evidence
    source = map.text("source")?.text ?? ""
    reasonUncovered = map.text("uncovered")?.text
    position = id.position
    if source.isEmpty, evidence != .proposed {
      collector.report(id.position, "'\(id.text)' is \(evidence.rawValue) without a source")
    }
  }
}
