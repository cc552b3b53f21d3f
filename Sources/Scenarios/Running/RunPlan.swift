import Ambient

/// What is to run, in its order. Every scenario has a position in the whole, which it keeps on whichever machine it runs: that is how
/// reports of shards are put together again.
public struct RunPlan: Sendable {
  public struct Entry: Sendable {
    /// From 0, in the whole plan.
    public let position: Int
    public let scenario: Scenario
  }

  public private(set) var entries: [Entry]
  /// Scenarios of the whole plan, those of other shards included.
  public let total: Int

  public init(_ scenarios: [Scenario]) {
    entries = scenarios.enumerated().map { Entry(position: $0, scenario: $1) }
    total = scenarios.count
  }

  public var scenarios: [Scenario] { entries.map(\.scenario) }

  /// Another order, which follows from the seed alone.
  public func shuffled(seed: UInt64) -> RunPlan {
    var generator = SeededGenerator(seed: seed)
    var scenarios = scenarios
    // Written out (Fisher and Yates): the standard library does not promise the same order from version to version.
    for last in scenarios.indices.dropFirst().reversed() { scenarios.swapAt(last, generator.next(below: last + 1)) }
    return RunPlan(scenarios)
  }

  /// The part of one machine of several. Every scenario is in exactly one part, whoever asks, as long as all ask with the same
  /// scenarios and durations.
  /// - Parameter durations: of an earlier run; without it the scenarios go round.
  public func part(_ shard: Shard, durations: RecordedDurations? = nil) -> RunPlan {
    var part = self
    guard let durations else {
      part.entries = entries.filter { $0.position % shard.count == shard.index }
      return part
    }
    // The longest first, each to whoever has least to do so far.
    let usual = durations.usual
    let lengths = entries.map { durations[$0.scenario] ?? usual }
    let order = entries.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    var loads = [Int64](repeating: 0, count: shard.count)
    var own: Set<Int> = []
    for index in order {
      let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
      // A scenario of no length must not make all go to one machine.
      loads[least] += max(1, lengths[index])
      if least == shard.index { own.insert(index) }
    }
    part.entries = entries.indices.filter(own.contains).map { entries[$0] }
    return part
  }
}
