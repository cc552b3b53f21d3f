import Ambient
import EntityStore
import OData
import Twin

/// Rows of whole entity sets as the last check has read them, for as long as nothing can have changed them: no write to the store they
/// come from, and no moment that has passed, in which a job might have been due.
struct SeenRows {
  /// What a system's rows depend on.
  struct State: Hashable {
    let version: Int64
    /// A store that was put back counts its versions again.
    let restorations: Int
    let moment: Timestamp
    /// What is installed shows other columns.
    let level: String?
    let solution: String?
  }

  private var states: [SystemName: State] = [:]
  private var rows: [SystemName: [String: [SeenRow]]] = [:]

  func rows(_ system: SystemName, _ set: String, in state: State) -> [SeenRow]? {
    states[system] == state ? rows[system]?[set] : nil
  }

  mutating func remember(_ all: [SeenRow], _ system: SystemName, _ set: String, in state: State) {
    if states[system] != state { (states[system], rows[system]) = (state, [:]) }
    rows[system, default: [:]][set] = all
  }

  /// - Returns: `nil` where rows must be read each time: of systems that are out of reach, or that count requests.
  static func state(of system: SystemName, _ world: World) -> State? {
    guard let twins = world.twins else { return nil }
    let door = system == .sales ? twins.sales : twins.supplyChain
    guard door.service.limits == nil else { return nil }
    let settings = twins.configuration.settings
    return State(
      version: door.service.product.store.version, restorations: door.service.product.store.restorations, moment: world.clock.now,
      level: settings.supplyChainLevel,
      solution: settings.solutionVersion)
  }
}
