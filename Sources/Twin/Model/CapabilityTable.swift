/// What a product's levels may offer, in words, from `capabilities.csv`.
public struct CapabilityTable: Sendable {
  /// What a job that has to run once does about a capability.
  public struct Job: Hashable, Sendable {
    public enum Effect: String, Sendable {
      /// Makes whole what is there in part.
      case completes
      /// Makes what is not there.
      case brings
    }

    public let effect: Effect
    /// What people see before it has run.
    public let before: String
  }

  public struct Capability: Hashable, Sendable {
    /// As `levels.csv` names it.
    public let name: String
    /// What it is, for people.
    public let title: String
    /// What people see where a level does not have it.
    public let without: String
    /// `nil` where no job has to run.
    public let job: Job?
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
      var job: Job?
      if let word = line.optional("job") {
        guard let effect = Job.Effect(rawValue: word) else { throw line.error("'\(word)' in column 'job': write completes or brings") }
        job = Job(effect: effect, before: try line.text("beforeJob"))
      }
      capabilities.append(
        Capability(
          name: try line.text("capability"), title: try line.text("title"), without: try line.text("without"),
          job: job,
          evidence: try line.evidence(), source: line["source"]))
    }
    self.capabilities = capabilities
  }
}
