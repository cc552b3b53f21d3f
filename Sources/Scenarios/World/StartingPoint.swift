import Ambient
import EntityStore
import OData
import Twin

/// A world right after its baseline was loaded, as a value. Worlds that begin here are, to the byte, as if each had loaded the baseline
/// itself.
public struct StartingPoint: Sendable {
  let sales: EntityStore.Image
  let supplyChain: EntityStore.Image
  private let randomness: Ambient.Randomness
  private let moment: Timestamp
  /// How many requests each client has sent, and each system has answered: both number what they do.
  private let sent: [Int]
  private let answered: [UInt64]
  private let recorded: WorldRecorder.Memory
  let loader: BaselineLoader.Memory
  let reports: [LoadReport]

  /// - Returns: `nil` for a world whose systems do not live in this process.
  /// - Throws: `StoreError`.
  init?(of run: ScenarioRun, reports: [LoadReport]) throws {
    guard let twins = run.world.twins else { return nil }
    sales = try twins.sales.service.product.store.image()
    supplyChain = try twins.supplyChain.service.product.store.image()
    randomness = twins.ambient.randomness
    moment = twins.clock.now
    sent = Self.clients(of: run.world).map(\.requestCount)
    answered = twins.doors.map(\.service.requestCount)
    recorded = run.world.recorder.memory
    loader = run.loader?.memory ?? BaselineLoader.Memory()
    self.reports = reports
  }

  /// Makes the rest of a world like the one this is of; its stores are copies already.
  func take(up world: World, _ twins: Twins) {
    twins.ambient.randomness = randomness
    twins.clock.restart(at: moment)
    for (client, count) in zip(Self.clients(of: world), sent) { client.requestCount = count }
    for (door, count) in zip(twins.doors, answered) { door.service.requestCount = count }
    world.recorder.memory = recorded
  }

  private static func clients(of world: World) -> [SystemClient] { [world.sales, world.supplyChain, world.forms] }
}
