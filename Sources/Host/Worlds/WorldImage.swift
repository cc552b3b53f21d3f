import Ambient
import EntityStore
import OData
import Scenarios
import Twin

/// A whole world at one moment, as a value: both systems, the clock, the randomness. What snapshots and resets are made of.
struct WorldImage: Sendable {
  let plan: WorldPlan
  /// What the models of both systems looked like; an image only goes back into the same ones.
  let models: ModelFingerprints
  let moment: Timestamp
  /// How the clock went on from there.
  let clock: HostedClock
  let randomness: Ambient.Randomness
  /// Images of the databases.
  let sales: [UInt8]
  let supplyChain: [UInt8]

  var bytes: Int { sales.count + supplyChain.count }

  /// Makes the systems of a plan in memory, loads the baseline and takes the picture.
  /// - Returns: the image, and what became of the baseline's rows.
  /// - Throws: what making twins throws, and `MalformedFile` for a baseline that cannot be read.
  static func made(
    by factory: TwinWorldFactory, _ plan: WorldPlan, _ configuration: WorldConfiguration, baseline: BaselineSource?
  ) async throws -> (image: WorldImage, reports: [LoadReport]) {
    let twins = try factory.twins(configuration)
    var reports: [LoadReport] = []
    if let baseline {
      let world = try await factory.world(of: twins)
      reports = try await world.load(
        Baseline(directory: baseline.directory, mappingFile: baseline.mappingFile, path: .store, schemas: twins.schemas))
    }
    return (try WorldImage(of: twins, plan, clock: HostedClock(isFrozen: plan.isFrozen, ahead: 0)), reports)
  }

  /// - Throws: `StoreError`.
  init(of twins: Twins, _ plan: WorldPlan, clock: HostedClock) throws {
    self.init(
      plan: plan, models: ModelFingerprints(twins), moment: twins.clock.now, clock: clock, randomness: twins.ambient.randomness,
      sales: try twins.sales.service.product.store.snapshot(), supplyChain: try twins.supplyChain.service.product.store.snapshot())
  }

  init(
    plan: WorldPlan, models: ModelFingerprints, moment: Timestamp, clock: HostedClock, randomness: Ambient.Randomness, sales: [UInt8],
    supplyChain: [UInt8]
  ) {
    self.plan = plan
    self.models = models
    self.moment = moment
    self.clock = clock
    self.randomness = randomness
    self.sales = sales
    self.supplyChain = supplyChain
  }

  /// Puts both systems, the clock's time and the randomness back to what they were when the picture was taken.
  /// - Throws: `StoreError`. Sales is put back before Supply Chain.
  func restore(_ twins: Twins) throws {
    try twins.sales.service.product.store.restore(sales)
    try twins.supplyChain.service.product.store.restore(supplyChain)
    twins.ambient.randomness = randomness
    twins.clock.restart(at: moment)
  }
}
