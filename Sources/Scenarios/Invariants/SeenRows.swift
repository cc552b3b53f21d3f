import Ambient
import EntityStore
import OData
import Twin

/// Rows of whole entity sets as the last checks have read them, for as long as nothing can have changed them: no write to the tables they
/// were made of, no other content in place of the store's, no installation, and no moment that has passed, in which a job might have been
/// due.
struct SeenRows {
  /// What all rows of a system depend on, beside the tables they are made of.
  struct Conditions: Hashable {
    /// A store that was put back counts its versions again.
    let restorations: Int
    let moment: Timestamp
    /// What is installed shows other columns.
    let level: String?
    let solution: String?
  }

  private struct Seen {
    let rows: [SeenRow]
    let looks: EntityStore.Looks
  }

  private struct System {
    var conditions: Conditions
    /// The newest write when the system last answered.
    var version: Int64
    var sets: [String: Seen] = [:]
  }

  private var systems: [SystemName: System] = [:]

  /// The rows a set had when it was last read; `nil` where it has to be read.
  ///
  /// After a write, the first set that is asked for is read in any case: a request lets the system do what is due.
  func rows(_ system: SystemName, _ set: String, _ world: World) -> [SeenRow]? {
    guard let store = Self.store(of: system, world), let known = systems[system], known.version == store.version,
      known.conditions == Self.conditions(store, world), let seen = known.sets[set], store.isAsSeen(seen.looks)
    else { return nil }
    return seen.rows
  }

  /// Reads a set, and remembers it where it can be told what it depends on.
  static func read(
    _ system: SystemName, _ set: String, of run: ScenarioRun, _ read: () async throws -> [SeenRow]
  ) async throws -> [SeenRow] {
    guard let store = store(of: system, run.world) else { return try await read() }
    let conditions = conditions(store, run.world)
    store.noteLooks()
    let rows: [SeenRow]
    do {
      rows = try await read()
    } catch {
      _ = store.takeLooks()
      throw error
    }
    run.seenRows.remember(Seen(rows: rows, looks: store.takeLooks()), system, set, conditions, store.version)
    return rows
  }

  private mutating func remember(_ seen: Seen, _ system: SystemName, _ set: String, _ conditions: Conditions, _ version: Int64) {
    var known = systems[system] ?? System(conditions: conditions, version: version)
    if known.conditions != conditions { known = System(conditions: conditions, version: version) }
    known.version = version
    known.sets[set] = seen
    systems[system] = known
  }

  /// - Returns: `nil` where rows must be read each time: of systems that are out of reach, that count requests, or that show each caller
  ///   something else.
  private static func store(of system: SystemName, _ world: World) -> EntityStore? {
    guard let twins = world.twins else { return nil }
    let service = (system == .sales ? twins.sales : twins.supplyChain).service
    return service.limits == nil && service.authenticator == nil ? service.product.store : nil
  }

  private static func conditions(_ store: EntityStore, _ world: World) -> Conditions {
    let settings = world.twins?.configuration.settings
    return Conditions(
      restorations: store.restorations, moment: world.clock.now, level: settings?.supplyChainLevel, solution: settings?.solutionVersion)
  }
}
