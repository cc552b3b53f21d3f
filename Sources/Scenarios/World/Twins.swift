public import Ambient
public import Twin

/// The two systems of a world that live in this process, on one clock and one seed, and the doors clients reach them by.
///
/// Belongs to one executor, like everything of a world.
public final class Twins {
  public let configuration: WorldConfiguration
  public let clock: VirtualClock
  public let ambient: Ambient
  public let schemas: WorldSchemas
  public let sales: TwinDoor
  public let supplyChain: TwinDoor

  init(
    configuration: WorldConfiguration, clock: VirtualClock, ambient: Ambient, schemas: WorldSchemas, sales: TwinService,
    supplyChain: TwinService
  ) {
    self.configuration = configuration
    self.clock = clock
    self.ambient = ambient
    self.schemas = schemas
    self.sales = TwinDoor(sales)
    self.supplyChain = TwinDoor(supplyChain)
  }

  public var doors: [TwinDoor] { [sales, supplyChain] }
}
