import Scenarios

/// Whether one seed is one history: the same seeds, lived through several times and on several threads, must have the same hashes.
public struct HistoryCheck: Sendable {
  public struct Report: Sendable {
    public let seeds: Int
    /// Seeds whose history was not the same every time, with the hashes it had.
    public let differences: [(seed: UInt64, hashes: [String])]
    /// The hash of all histories of the first time.
    public let hash: String
  }

  private let simulation: Simulation
  private let stopwatch: @Sendable () -> Int64

  public init(_ simulation: Simulation, stopwatch: @escaping @Sendable () -> Int64) {
    (self.simulation, self.stopwatch) = (simulation, stopwatch)
  }

  /// Lives through the seeds twice on one thread, and once on two.
  public func run(_ seeds: [UInt64]) async -> Report {
    var rounds: [BatchResult] = []
    for lanes in [1, 1, 2] { rounds.append(await Simulator(simulation, lanes: lanes, stopwatch: stopwatch).run(seeds)) }
    let differences = seeds.indices.compactMap { index -> (seed: UInt64, hashes: [String])? in
      let hashes = rounds.map { $0.results[index].broken ?? $0.results[index].figures.hash }
      return Set(hashes).count == 1 ? nil : (rounds[0].results[index].seed, hashes)
    }
    return Report(seeds: seeds.count, differences: differences, hash: rounds[0].hash)
  }
}
