public import StrictYAML

/// One file of `Fixtures/traceability`: rules or complaints, in groups.
///
/// ```yaml
/// traceability: Rules
/// groups:
///   - group: Accounts
///     rows:
///       - {id: R-ACC-2, says: No two accounts have one number, evidence: sourced, source: ACC}
/// ```
public struct TraceabilityFile: Sendable {
  public struct Group: Sendable {
    public let title: String
    public let rules: [TracedRule]
  }

  public let title: String
  public let groups: [Group]

  public var rules: [TracedRule] { groups.flatMap(\.rules) }

  /// - Throws: `MalformedFile` with every complaint; a rule that stands there twice is one.
  public init(_ file: SourceFile) throws(MalformedFile) {
    let yaml = try YAML(file)
    let collector = DiagnosticCollector()
    guard let map = MapReader(yaml, what: "a file of rules", keys: ["traceability", "groups"], collector) else {
      try collector.throwIfAny()
      throw MalformedFile([Diagnostic(yaml.position, "not a file of rules")])
    }
    title = map.requiredText("traceability")?.text ?? ""
    var lines: [String: Int] = [:]
    groups = map.list("groups").compactMap { yaml in
      guard let group = MapReader(yaml, what: "a group", keys: ["group", "rows"], collector) else { return nil }
      let rules = group.list("rows").compactMap { TracedRule($0, collector) }
      for rule in rules {
        if let line = lines[rule.id] { collector.report(rule.position, "'\(rule.id)' stands in line \(line) already") }
        lines[rule.id] = rule.position.line
      }
      return Group(title: group.requiredText("group")?.text ?? "", rules: rules)
    }
    try collector.throwIfAny()
  }
}
