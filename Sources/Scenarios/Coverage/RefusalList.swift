public import StrictYAML

/// `Fixtures/coverage/refused.yaml`: what the twins refuse by name, and what to do instead.
public struct RefusalList: Sendable {
  public struct Row: Hashable, Sendable {
    /// As the refusal names it; `…` where it names something of the request.
    public let feature: String
    /// Which forms of it are meant.
    public let detail: String
    public let system: String
    public let instead: String
  }

  public let rows: [Row]

  /// - Throws: `MalformedFile` with every complaint.
  public init(_ file: SourceFile) throws(MalformedFile) {
    let yaml = try YAML(file)
    let collector = DiagnosticCollector()
    var rows: [Row] = []
    if let map = MapReader(yaml, what: "the list of refusals", keys: ["refused"], collector) {
      for yaml in map.list("refused") {
        guard let row = MapReader(yaml, what: "a refusal", keys: ["feature", "detail", "system", "instead"], collector) else { continue }
        let system = row.word("system", among: ["both", "Sales", "Supply Chain"]) ?? "both"
        rows.append(
          Row(
            feature: row.requiredText("feature")?.text ?? "", detail: row.text("detail").map { " (\($0.text))" } ?? "", system: system,
            instead: row.text("instead")?.text ?? "–"))
      }
    }
    try collector.throwIfAny()
    self.rows = rows
  }
}
