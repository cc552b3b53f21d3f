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
    func shortenEnd() async throws {
      for index in smallest.closing.indices.reversed() where candidates < candidatesMax {
        var closing = smallest.closing.map(\.deed)
        guard index < closing.count else { continue }
        closing.remove(at: index)
        _ = try await attempt(smallest.settings, smallest.deeds, closing)
      }
    }
    // The end first: every candidate lives through it.
    try await shortenEnd()
    if let expectation = smallest.failedExpectation {
      let concerned = Self.deeds(of: smallest, concerning: expectation)
      if concerned.count < smallest.events.count {
        _ = try await attempt(smallest.settings, concerned, smallest.closing.map(\.deed))
      }
    }
    _ = try await attempt(["seed": 1], smallest.deeds, smallest.closing.map(\.deed))
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
    try await shortenEnd()
    return smallest
  }

  /// Deeds about what an expectation is about, those that made what they need, and those that are about no record at all.
  private static func deeds(of history: SimulatedHistory, concerning expectation: JSONObject) -> [Deed] {
    var names = Deed.records(in: .object(expectation))
    // From the end: what a deed needs was made before.
    return history.deeds.reversed().filter { deed in
      let own = Deed.records(in: .object(deed.step))
      guard own.isEmpty || !own.isDisjoint(with: names) || deed.maker.map(names.contains) ?? false else { return false }
      names.formUnion(deed.needs)
      return true
    }.reversed()
  }
}
