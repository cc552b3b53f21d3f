/// What a product's levels may offer, in words, from `capabilities.csv`.
public struct CapabilityTable: Sendable {
  public struct Capability: Hashable, Sendable {
    /// As `levels.csv` names it.
    public let name: String
    /// What it is, for people.
    public let title: String
    /// What people see where a level does not have it.
    public let without: String
    public let evidence: Evidence
    public let source: String
  }

  /// In the order of the file.
  public let capabilities: [Capability]

  /// - Throws: `ModelError` when the file is missing or malformed.
  public init(directory: String) throws(ModelError) {
    guard let file = try ModelFile(directory: directory, name: "capabilities.csv") else {
      throw ModelError(file: "\(directory)/capabilities.csv", line: 1, message: "the file is missing")
    }
    var capabilities: [Capability] = []
    for line in file.lines {
      capabilities.append(
        Capability(
          name: try line.text("capability"), title: try line.text("title"), without: try line.text("without"),
          evidence: try line.evidence(), source: line["source"]))
    }
    self.capabilities = capabilities
  }
}
