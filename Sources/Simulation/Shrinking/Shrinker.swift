import OData
import Scenarios

/// Makes a history with a finding smaller, for as long as it leads to a finding of the same kind.
///
/// It takes deeds away in ever smaller pieces (delta debugging, Zeller and Hildebrandt 2002), and tries whether the systems may be the
/// usual ones. Nothing is drawn: one history always shrinks to the same.
public struct Shrinker: Sendable {
  private let simulation: Simulation
  private let candidatesMax: Int
  private let isWanted: @Sendable (SimulatedHistory) async throws -> Bool

  /// - Parameters:
  ///   - candidatesMax: most smaller histories that are tried.
  ///   - isWanted: asked of a smaller history that leads to such a finding.
  public init(
    _ simulation: Simulation, candidatesMax: Int = 600,
    where isWanted: @escaping @Sendable (SimulatedHistory) async throws -> Bool = { _ in true }
  ) {
    (self.simulation, self.candidatesMax, self.isWanted) = (simulation, candidatesMax, isWanted)
  }

  /// - Returns: the smallest history that was found; the given one where none smaller leads there.
  /// - Throws: whatever broke in this program.
  public func shrink(_ history: SimulatedHistory) async throws -> SimulatedHistory {
    guard let kind = history.finding?.kind else { return history }
    var smallest = history
    var candidates = 0
    func attempt(_ settings: JSON, _ deeds: [Deed], _ closing: [Deed]) async throws -> Bool {
      candidates += 1
      let candidate = try await simulation.history(settings: settings, deeds: deeds, closing: closing)
      guard candidate.finding?.kind == kind, try await isWanted(candidate) else { return false }
      smallest = candidate
      return true
    }
    _ = try await attempt(["seed": 1], history.deeds, history.closing.map(\.deed))
    var size = max(1, smallest.events.count / 2)
    while candidates < candidatesMax {
      var start = smallest.events.count
      var isSmaller = false
      // From the end: what happened last depends on what was before, not the other way round.
      while start > 0, candidates < candidatesMax {
        start = max(0, min(start, smallest.events.count) - size)
        var deeds = smallest.deeds
        guard start < deeds.count else { break }
        deeds.removeSubrange(start..<min(start + size, deeds.count))
        if try await attempt(smallest.settings, deeds, smallest.closing.map(\.deed)) { isSmaller = true }
      }
      if size > 1 {
        size /= 2
      } else if !isSmaller {
        break
      }
    }
    for index in smallest.closing.indices.reversed() where candidates < candidatesMax {
      var closing = smallest.closing.map(\.deed)
      guard index < closing.count else { continue }
      closing.remove(at: index)
      _ = try await attempt(smallest.settings, smallest.deeds, closing)
    }
    return smallest
  }
}
