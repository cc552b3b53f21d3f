public import PlantedBugs
public import Scenarios

/// Looks for bugs that were planted: seed after seed until one leads to a finding, which is then made smaller.
public struct BugHunt: Sendable {
  /// What came of looking for one bug.
  public struct Catch: Sendable {
    public let bug: PlantedBug
    /// How many seeds were lived through, the one that found it included; `nil` where none did.
    public let seeds: Int?
    /// What was found first.
    public let finding: Rehearsal.Finding?
    /// Steps of the history, at its end included, before and after it was made smaller.
    public let steps: Int
    public let stepsLeft: Int
    /// Wall-clock time, from the stopwatch that was given.
    public let nanosecondsToFind: Int64
    public let nanosecondsToShrink: Int64
    /// The smallest history that leads to it.
    public let history: SimulatedHistory?
  }

  private let simulation: Simulation
  private let first: UInt64
  private let seedsMax: Int
  private let shrinks: Bool
  private let stopwatch: @Sendable () -> Int64

  /// - Parameters:
  ///   - first: the seed each hunt begins with.
  ///   - seedsMax: seeds after which a bug counts as not found.
  ///   - shrinks: whether what is found is made smaller.
  public init(
    _ simulation: Simulation, from first: UInt64 = 1, seedsMax: Int, shrinks: Bool = true, stopwatch: @escaping @Sendable () -> Int64
  ) {
    (self.simulation, self.first, self.seedsMax, self.shrinks, self.stopwatch) = (simulation, first, seedsMax, shrinks, stopwatch)
  }

  /// Lives through each kind of place once without a bug, so that worlds begin from copies nobody has spoilt.
  /// - Throws: whatever broke in this program.
  public func prepare() async throws {
    for number in 0..<SimulatedPlace.count {
      _ = try await simulation.history(settings: SimulatedPlace.numbered(number).settings, deeds: [], closing: [])
    }
  }

  /// Looks for bugs, several at the same time.
  /// - Parameters:
  ///   - lanes: how many at a time.
  ///   - told: hears of each as soon as it is over, in any order.
  /// - Returns: in the order of the bugs.
  /// - Throws: whatever broke in this program.
  public func hunt(_ bugs: [PlantedBug], lanes: Int, told: (Catch) -> Void) async throws -> [Catch] {
    precondition(lanes > 0, "bugs need a lane to be looked for on")
    return try await withThrowingTaskGroup(of: (Int, Catch).self) { group in
      var caught = [Catch?](repeating: nil, count: bugs.count)
      func next(_ index: Int) {
        guard index < bugs.count else { return }
        group.addTask { (index, try await hunt(bugs[index])) }
      }
      for index in 0..<lanes { next(index) }
      var begun = lanes
      while let (index, found) = try await group.next() {
        told(found)
        caught[index] = found
        next(begun)
        begun += 1
      }
      return caught.compactMap { $0 }
    }
  }

  private func hunt(_ bug: PlantedBug) async throws -> Catch {
    let start = stopwatch()
    for count in 1...seedsMax {
      let history = try await bug.planted { try await simulation.history(seed: first + UInt64(count - 1)) }
      guard history.finding != nil else { continue }
      let found = stopwatch()
      // What is left of it must be about the bug, whatever kind of finding it is: without the bug nothing is found.
      let shrinker = Shrinker(simulation) { candidate in
        try await PlantedBug.withoutAny {
          try await simulation.history(settings: candidate.settings, deeds: candidate.deeds, closing: candidate.closing.map(\.deed)).finding
            == nil
        }
      }
      let small = shrinks ? try await bug.planted { try await shrinker.shrink(history) } : history
      return Catch(
        bug: bug, seeds: count, finding: small.finding, steps: history.stepCount, stepsLeft: small.stepCount,
        nanosecondsToFind: found - start, nanosecondsToShrink: stopwatch() - found, history: small)
    }
    return Catch(
      bug: bug, seeds: nil, finding: nil, steps: 0, stepsLeft: 0, nanosecondsToFind: stopwatch() - start, nanosecondsToShrink: 0,
      history: nil)
  }
}
