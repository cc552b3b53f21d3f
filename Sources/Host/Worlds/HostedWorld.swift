import Ambient
import OData
import Scenarios
public import Twin

/// A world that a host keeps: both systems, on a queue of their own. Requests to one world are answered one after another, as
/// they come; worlds do not wait for each other and share nothing that changes.
public actor HostedWorld: WorldDoor {
  public nonisolated let name: String
  private nonisolated let executor: WorldExecutor
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let time: MachineTime
  private let factory: TwinWorldFactory
  private var twins: Twins?
  private var origin: PublicOrigin?

  init(name: String, factory: TwinWorldFactory, time: MachineTime) {
    self.name = name
    self.factory = factory
    self.time = time
    executor = WorldExecutor(name: name)
  }

  /// Makes the systems and loads the baseline.
  /// - Returns: what became of the baseline's rows.
  /// - Throws: what making twins throws, and `MalformedFile` for a baseline that cannot be read.
  func open(_ configuration: WorldConfiguration, baseline source: BaselineSource?) async throws -> [LoadReport] {
    let made = try factory.twins(configuration)
    let world = try await factory.world(of: made)
    var reports: [LoadReport] = []
    if let source {
      reports = try await world.load(
        Baseline(directory: source.directory, mappingFile: source.mappingFile, path: .store, schemas: made.schemas))
    }
    twins = made
    return reports
  }

  public func handle(_ request: WorldRequest) async -> TwinAnswer? {
    guard let twins else { return nil }
    twins.clock.advance(milliseconds: max(0, time.now().milliseconds - twins.clock.now.milliseconds))
    if request.origin != origin {
      origin = request.origin
      twins.publish(at: origin)
    }
    return twins.answer(request.request)
  }
}
