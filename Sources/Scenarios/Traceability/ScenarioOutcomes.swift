import OData
public import StrictYAML

/// How the scenarios of a JSON report ended, by their paths.
public struct ScenarioOutcomes: Sendable {
  /// The outcomes of all runs of a file: `passed`, `failed` …
  private let outcomes: [String: [String]]

  /// - Parameters:
  ///   - report: the bytes of the report; those of large suites are longer than what people write, so no `SourceFile`.
  ///   - path: for the complaint.
  /// - Throws: `MalformedFile` for what is no report of `p2c run --json`.
  public init(_ report: [UInt8], path: String) throws(MalformedFile) {
    guard let report = try? JSON(decoding: report), let scenarios = report["scenarios"]?.arrayValue else {
      throw MalformedFile([Diagnostic(.start(of: path), "not a report of 'p2c run --json'")])
    }
    var outcomes: [String: [String]] = [:]
    for scenario in scenarios {
      guard let path = scenario["path"]?.stringValue, let outcome = scenario["outcome"]?.stringValue else { continue }
      outcomes[path, default: []].append(outcome)
    }
    self.outcomes = outcomes
  }

  /// What is to be said of these scenarios as a whole: `passed` when all runs of all of them have, else what has not.
  func summary(of scenarios: [String]) -> String {
    let bad = scenarios.filter { path in outcomes[path].map { $0.contains { $0 != "passed" } } ?? false }
    if !bad.isEmpty { return "not passed: " + bad.map(TraceabilityTable.name).joined(separator: ", ") }
    let missing = scenarios.filter { outcomes[$0] == nil }
    return missing.isEmpty ? "passed" : "not run: " + missing.map(TraceabilityTable.name).joined(separator: ", ")
  }
}
