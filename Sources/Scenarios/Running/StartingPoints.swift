import Synchronization

/// The starting points of a run: scenarios of the same baseline and settings load it once.
final class StartingPoints: Sendable {
  /// What the beginning of a scenario depends on, beside what is the same for the whole run.
  private struct Kind: Hashable {
    let baseline: String?
    let settings: WorldSettings

    init(_ scenario: Scenario) { (baseline, settings) = (scenario.baseline, scenario.settings) }
  }

  private struct Key: Hashable {
    let directory: String
    let kind: Kind
  }

  /// Scenarios that have not run yet, by the kind of their beginning.
  private let coming: Mutex<[Kind: Int]>
  private let kinds: Set<Kind>
  private let directories = Mutex<[Kind: Set<String>]>([:])
  private let made = MadeOnce<Key, StartingPoint?>()

  init(_ scenarios: [Scenario]) {
    var counts: [Kind: Int] = [:]
    for scenario in scenarios { counts[Kind(scenario), default: 0] += 1 }
    coming = Mutex(counts)
    kinds = Set(counts.filter { $0.value > 1 }.keys)
  }

  /// Whether others begin as it does. What counts requests or has somebody sign in while the baseline is loaded begins alone: its
  /// state is not in the stores.
  func isShared(_ scenario: Scenario) -> Bool {
    let settings = scenario.settings
    return settings.salesLimits == nil && settings.supplyChainLimits == nil && settings.signIn != true && kinds.contains(Kind(scenario))
  }

  /// - Parameter make: loads the baseline; called for the first scenario that asks.
  /// - Returns: `nil` where there is none to be had.
  func point(for scenario: Scenario, _ baseline: Baseline, make: () async throws -> StartingPoint?) async throws -> StartingPoint? {
    let kind = Kind(scenario)
    _ = directories.withLock { $0[kind, default: []].insert(baseline.directory) }
    return try await made.value(Key(directory: baseline.directory, kind: kind), make: make)
  }

  /// A scenario has ended. Starting points nobody will ask for are let go.
  func leave(_ scenario: Scenario) {
    let kind = Kind(scenario)
    let left = coming.withLock { coming in
      coming[kind, default: 1] -= 1
      return coming[kind] ?? 0
    }
    guard left == 0 else { return }
    for directory in directories.withLock({ $0.removeValue(forKey: kind) }) ?? [] { made.forget(Key(directory: directory, kind: kind)) }
  }
}
