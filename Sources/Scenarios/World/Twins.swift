public import Ambient
import SalesTwin
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
    faults = FaultStage(ambient: ambient, products: [sales.product, supplyChain.product])
    self.sales = TwinDoor(sales, faults: faults, log: log)
    self.supplyChain = TwinDoor(supplyChain, faults: faults, log: log)
  }

  public var doors: [TwinDoor] { [sales, supplyChain] }

  /// Installs, upgrades or removes the Prospect to cash solution in Sales, while both systems go on.
  /// - Parameters:
  ///   - version: `nil` removes it.
  ///   - factory: knows the models of every version.
  /// - Throws: `SolutionRefusal`, and then nothing is changed; what making twins throws.
  public func install(solution version: String?, by factory: TwinWorldFactory) throws {
    guard let twin = sales.service.product as? SalesTwin else { preconditionFailure("the first system of a world is Sales") }
    var wanted = configuration
    wanted.settings.solutionVersion = version ?? ""
    let (model, schemas) = try factory.salesModel(wanted)
    sales.service.replaceProduct(try twin.withSolution(version, model: model, ambient: ambient))
    configuration = wanted
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
