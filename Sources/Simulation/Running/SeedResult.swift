public import Scenarios

/// What came of one seed.
public struct SeedResult: Sendable {
  public let seed: UInt64
  public let figures: SimulatedHistory.Figures
  /// `nil` where everything is as it has to be.
  public let finding: Rehearsal.Finding?
  /// Set where the program itself broke.
  public let broken: String?
  /// The history, where there is something to look at.
  public let history: SimulatedHistory?
}

/// What came of a batch of seeds.
public struct BatchResult: Sendable {
  /// In the order of the seeds.
  public private(set) var results: [SeedResult] = []
  /// Wall-clock time, from the stopwatch that was given.
  public private(set) var nanoseconds: Int64 = 0

  public init() {}

  init(results: [SeedResult], nanoseconds: Int64) { (self.results, self.nanoseconds) = (results, nanoseconds) }

  /// Takes further seeds in, which come after its own.
  public mutating func append(_ other: BatchResult) {
    results += other.results
    nanoseconds += other.nanoseconds
  }

  public var failures: [SeedResult] { results.filter { $0.finding != nil } }
  public var broken: [SeedResult] { results.filter { $0.broken != nil } }
  public var requests: Int { results.reduce(0) { $0 + $1.figures.requests } }
  public var executions: Int { results.reduce(0) { $0 + $1.figures.executions } }
  /// Calls that each fault has struck, by its name.
  public var faults: [String: Int] {
    results.reduce(into: [:]) { sum, result in sum.merge(result.figures.faults, uniquingKeysWith: +) }
  }
  public var virtualMilliseconds: Int64 { results.reduce(0) { $0 + $1.figures.virtualMilliseconds } }

  /// The hashes of all histories as one.
  public var hash: String {
    let log = EventLog()
    for result in results { log.add("\(result.seed) \(result.figures.hash)") }
    return log.text
  }
}
