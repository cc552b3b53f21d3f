/// What one case took, repetition by repetition.
public struct Measurement: Sendable {
  public struct Sample: Hashable, Sendable {
    public let units: Int
    public let wallNanoseconds: Int64
    /// Without the client's, where that is told apart.
    public let processorNanoseconds: Int64
    /// Processor time of the threads that played the client; `nil` where there were none.
    public let clientNanoseconds: Int64?
    /// How much of the time on the wall the thread was ready to run while others had the processors; `nil` where nobody counts it.
    public let waitingNanoseconds: Int64?
    /// `nil` where the machine lends no counter.
    public let instructions: Int64?
    /// How long `Calibration` took right before.
    public let calibrationNanoseconds: Int64

    var wallPerUnit: Double { Double(wallNanoseconds) / Double(units) }
    var processorPerUnit: Double { Double(processorNanoseconds) / Double(units) }
  }

  public let name: String
  public let unit: String
  /// The case this one is put in relation to.
  public let baseline: String?
  public internal(set) var samples: [Sample] = []
  /// What one round does, and how many units that is; `nil` where nobody counted.
  public internal(set) var counts: (work: WorkCounts, units: Int)?
  /// Processor time for each unit over that of the baseline, taken pair by pair of the same repetition.
  public internal(set) var factor: Spread?

  /// Units in one second of one core: by the processor time of the process, so that a noisy neighbour does not count; over a network
  /// by that of the server's threads.
  public var perCoreSecond: Spread { Spread(samples.map { 1e9 / $0.processorPerUnit }) }
  /// Units in one second on the clock of the wall.
  public var perSecond: Spread { Spread(samples.map { 1e9 / $0.wallPerUnit }) }
  /// Microseconds of processor time that the client took for one unit; `nil` where nobody played one.
  public var clientMicroseconds: Spread? {
    let figures = samples.compactMap { sample in sample.clientNanoseconds.map { Double($0) / Double(sample.units) / 1e3 } }
    return figures.isEmpty ? nil : Spread(figures)
  }
  /// Microseconds on the clock of the wall for one unit.
  public var microseconds: Spread { Spread(samples.map { $0.wallPerUnit / 1e3 }) }
}

/// Median, least and greatest of some figures.
public struct Spread: Hashable, Sendable {
  public let median: Double
  public let min: Double
  public let max: Double

  /// - Precondition: there is at least one figure.
  public init(_ figures: [Double]) {
    let sorted = figures.sorted()
    let middle = sorted.count / 2
    precondition(!sorted.isEmpty, "a spread of nothing")
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    min = sorted[0]
    max = sorted[sorted.count - 1]
  }
}
