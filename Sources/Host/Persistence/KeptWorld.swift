import FoundationEssentials
import OData
public import Scenarios

/// Keeps a world that does not belong to a host, so that `p2c serve --data` opens it.
public enum KeptWorld {
  /// Writes both systems as they are into a folder of their own. Their clock stands still when they are served, until somebody lets it go.
  /// What the plan of a hosted world does not know (settings of Sales that are rows) is in the rows.
  /// - Parameter folder: made where it is missing; a world that was kept there before is replaced.
  /// - Throws: `DataError` for a folder that is in use or cannot be written, `StoreError`.
  public static func write(_ twins: Twins, to folder: String) throws {
    let data = try DataFolder(folder)
    defer { data.release() }
    let world = data.world(HostOptions().defaultWorld)
    try world.prepare()
    let clock = HostedClock(isFrozen: true, ahead: 0)
    let plan = WorldPlan(of: twins.configuration)
    let image = try WorldImage(of: twins, plan, clock: clock)
    for (file, bytes) in [(world.salesFile, image.sales), (world.supplyChainFile, image.supplyChain)] {
      do { try Data(bytes).write(to: URL(filePath: file)) } catch { throw DataError("cannot write \(file): \(error)") }
    }
    try world.save(image, as: SnapshotShelf.initial)
    // Last: a folder with a record is a world that is whole.
    try world.save(WorldRecord(plan: plan, models: image.models, clock: clock, moment: image.moment, incarnation: 0))
  }
}

extension WorldPlan {
  /// The plan of a world that was made from a configuration.
  init(of configuration: WorldConfiguration) {
    self.init()
    let settings = configuration.settings
    if let level = settings.supplyChainLevel { self.level = level }
    if let solution = settings.solutionVersion { self.solution = solution.isEmpty ? nil : solution }
    if let webAPI = settings.salesWebAPI { self.webAPI = webAPI }
    isStrict = settings.salesStrict ?? false
    (salesLimits, supplyChainLimits) = (settings.salesLimits, settings.supplyChainLimits)
    seed = configuration.seed
    company = configuration.company
    isFrozen = true
  }
}
