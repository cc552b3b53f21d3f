public import Ambient
public import Faults
public import Twin

/// The two systems of a world that live in this process, on one clock and one seed, and the doors clients reach them by.
///
/// Belongs to one executor, like everything of a world.
public final class Twins {
  public private(set) var configuration: WorldConfiguration
  public let clock: VirtualClock
  public let ambient: Ambient
  public private(set) var schemas: WorldSchemas
  public let sales: TwinDoor
  public let supplyChain: TwinDoor
  /// What goes wrong between clients and both systems; nothing, unless somebody sets it up.
  public let faults: FaultStage
  /// What clients asked of both systems.
  public let log: RequestLog

  init(
    configuration: WorldConfiguration, clock: VirtualClock, ambient: Ambient, schemas: WorldSchemas, sales: TwinService,
    supplyChain: TwinService, log: RequestLog
  ) {
    self.configuration = configuration
    self.clock = clock
    self.ambient = ambient
    self.schemas = schemas
    self.log = log
    faults = FaultStage(ambient: ambient, services: [sales, supplyChain])
    self.sales = TwinDoor(sales, interceptor: faults, log: log)
    self.supplyChain = TwinDoor(supplyChain, interceptor: faults, log: log)
  }

  public var doors: [TwinDoor] { [sales, supplyChain] }

  /// What the world is like after an installation.
  func take(_ configuration: WorldConfiguration, _ schemas: WorldSchemas) {
    self.configuration = configuration
    self.schemas = schemas
  }

  /// Lets everything pass uncounted, until it is told to stop.
  func pauseLimits(_ isPaused: Bool) {
    for door in doors { door.service.limits?.isPaused = isPaused }
  }

  /// From now on both systems ask at this gate who sends a request; nobody has to sign in for `nil`.
  public func ask(_ gate: Gate?) {
    for door in doors { door.service.authenticator = gate?.authenticator }
  }
}
