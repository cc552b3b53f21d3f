/// Puts the results of shards together to what one machine would have found.
public enum ReportMerge {
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// - Parameter reports: the name and the results of each.
  /// - Throws: `Refusal` for reports that are not parts of one run, or where one of them is missing.
  public static func merged(_ reports: [(name: String, suite: SuiteResult)]) throws(Refusal) -> SuiteResult {
    guard let first = reports.first else { throw Refusal(description: "there is no report to merge") }
    var merged = SuiteResult(seed: first.suite.seed)
    merged.total = first.suite.total
    var owners: [Int: String] = [:]
    for (name, suite) in reports {
      guard suite.seed == merged.seed else {
        throw Refusal(description: "\(name) is of seed \(suite.seed), \(first.name) of seed \(merged.seed): they are not of one run")
      }
      guard suite.total == merged.total else {
        throw Refusal(
          description: "\(name) is of a run of \(suite.total) scenarios, \(first.name) of one of \(merged.total): they are not of one run")
      }
      for result in suite.results {
        if let other = owners.updateValue(name, forKey: result.position) {
          throw Refusal(description: "\(other) and \(name) both hold scenario \(result.position + 1), \(result.path): name each shard once")
        }
      }
      merged.results += suite.results
      merged.skipped += suite.skipped
      // Machines work at the same time: the slowest says how long it took.
      merged.nanoseconds = max(merged.nanoseconds, suite.nanoseconds)
      merged.jobs = max(merged.jobs, suite.jobs)
    }
    let missing = merged.total - merged.results.count - merged.skipped
    guard missing == 0 else {
      throw Refusal(description: "\(missing) of the \(merged.total) scenarios are in none of the reports: a shard is missing")
    }
    merged.results.sort { $0.position < $1.position }
    return merged
  }
}
