import OData
import Scenarios

/// Makes a history with a finding smaller, for as long as it leads to one.
///
/// It takes deeds away in ever smaller pieces (delta debugging, Zeller and Hildebrandt 2002), and tries whether the systems may be the
/// usual ones. Nothing is drawn: one history always shrinks to the same.
public struct Shrinker: Sendable {
  private let simulation: Simulation
  private let candidatesMax: Int
  private let isWanted: (@Sendable (SimulatedHistory) async throws -> Bool)?

  /// - Parameters:
  ///   - candidatesMax: most smaller histories that are tried.
  ///   - isWanted: asked of a smaller history that leads to a finding; `nil` where those of the same kind are wanted, which are likely to
  ///     have the same cause.
  public init(
    _ simulation: Simulation, candidatesMax: Int = 600, where isWanted: (@Sendable (SimulatedHistory) async throws -> Bool)? = nil
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
      guard let finding = candidate.finding, try await isWanted?(candidate) ?? (finding.kind == kind) else { return false }
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
    func leaveOutTheRest() async throws {
      guard let expectation = smallest.failedExpectation else { return }
      let concerned = Self.deeds(of: smallest, concerning: expectation)
      guard concerned.count < smallest.events.count else { return }
      _ = try await attempt(smallest.settings, concerned, smallest.closing.map(\.deed))
    }
    func leaveOutParts() async throws {
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
    }
    func doByHand() async throws {
      for index in smallest.events.indices where smallest.deeds[index].step["advance"] != nil {
        for job in Office.byHand where candidates < candidatesMax {
          var deeds = smallest.deeds
          deeds[index] = job
          if try await attempt(smallest.settings, deeds, smallest.closing.map(\.deed)) { break }
        }
      }
    }
    // The end first: every candidate lives through it.
    try await shortenEnd()
    try await leaveOutTheRest()
    _ = try await attempt(["seed": 1], smallest.deeds, smallest.closing.map(\.deed))
    try await leaveOutParts()
    // What a clock starts needs the clock, and time.
    if smallest.deeds.contains(where: { $0.step["create"] == "supplyChain/BatchJobs" }) {
      try await doByHand()
      try await leaveOutParts()
    }
    try await shortenEnd()
    // What was cut off the end may stand for more of the deeds that are left.
    let short = smallest
    if candidates < candidatesMax, short.closing.count < history.closing.count,
      try await attempt(short.settings, short.deeds, history.closing.map(\.deed))
    {
      try await leaveOutParts()
      try await shortenEnd()
      if smallest.stepCount >= short.stepCount { smallest = short }
    }
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
