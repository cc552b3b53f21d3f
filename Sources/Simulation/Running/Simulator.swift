import Scenarios
import Synchronization

/// Lives through many seeds, several at the same time. What comes out is the same whatever the number of lanes.
public struct Simulator: Sendable {
  private let simulation: Simulation
  private let lanes: Int
  private let stopwatch: @Sendable () -> Int64

  /// - Parameters:
  ///   - lanes: how many worlds live at the same time.
  ///   - stopwatch: reads a steadily growing count of nanoseconds; for reports only.
  public init(_ simulation: Simulation, lanes: Int, stopwatch: @escaping @Sendable () -> Int64) {
    precondition(lanes > 0, "seeds need a lane to run on")
    (self.simulation, self.lanes, self.stopwatch) = (simulation, lanes, stopwatch)
  }

  /// - Parameters:
  ///   - seeds: each is lived through once.
  ///   - isEnough: asked before each seed with the number of failures so far; the rest is left out where it says so.
  public func run(
    _ seeds: [UInt64], isEnough: @escaping @Sendable (_ failures: Int) -> Bool = { _ in false }
  ) async -> BatchResult {
    let start = stopwatch()
    let turns = Turns(seeds, isEnough)
    let (simulation, lanes) = (simulation, min(lanes, max(1, seeds.count)))
    let results = await withTaskGroup(of: [SeedResult].self) { group in
      for _ in 0..<lanes {
        group.addTask {
          var results: [SeedResult] = []
          while true {
            guard let seed = turns.next() else { return results }
            let result = await Self.result(simulation, seed)
            results.append(result)
            if result.finding != nil { turns.hasFailed() }
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    return BatchResult(results: results.sorted { $0.seed < $1.seed }, nanoseconds: stopwatch() - start)
  }

  private static func result(_ simulation: Simulation, _ seed: UInt64) async -> SeedResult {
    do {
      let history = try await simulation.history(seed: seed)
      return SeedResult(
        seed: seed, figures: history.figures, finding: history.finding, broken: nil, history: history.finding == nil ? nil : history)
    } catch {
      return SeedResult(seed: seed, figures: SimulatedHistory.Figures(), finding: nil, broken: "\(error)", history: nil)
    }
  }
}

/// Gives seeds out to lanes, each once.
private final class Turns: Sendable {
  private let seeds: [UInt64]
  private let isEnough: @Sendable (_ failures: Int) -> Bool
  private let state = Mutex((next: 0, failures: 0))

  init(_ seeds: [UInt64], _ isEnough: @escaping @Sendable (_ failures: Int) -> Bool) { (self.seeds, self.isEnough) = (seeds, isEnough) }

  func next() -> UInt64? {
    state.withLock { state in
      guard state.next < seeds.count, !isEnough(state.failures) else { return nil }
      defer { state.next += 1 }
      return seeds[state.next]
    }
  }

  func hasFailed() { state.withLock { $0.failures += 1 } }
}
