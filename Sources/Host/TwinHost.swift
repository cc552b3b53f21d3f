public import OData
public import Scenarios
import Synchronization
import Twin

/// Many isolated worlds behind one function from request to answer: what a network edge serves.
///
/// A request names its world by path (`/worlds/NAME/api/data/v9.2/…`) or header (`X-P2C-World: NAME`); without either it is for
/// the default world.
///
/// ```swift
/// let host = TwinHost(time: time)
/// try await host.makeWorld(named: TwinHost.defaultWorld, WorldConfiguration(), baseline: nil)
/// let answer = await host.handle(HTTPRequest(.get, "/api/data/v9.2/accounts?$top=5"))
/// ```
public final class TwinHost: Sendable {
  public static let defaultWorld = "default"

  private let time: MachineTime
  private let isSecure: Bool
  private let factory = TwinWorldFactory()
  private let worlds = Mutex<[String: any WorldDoor]>([:])

  /// - Parameters:
  ///   - time: the machine's clock, which the worlds' clocks follow.
  ///   - isSecure: whether clients come over TLS, so that links begin with `https`.
  public init(time: MachineTime, isSecure: Bool = false) {
    self.time = time
    self.isSecure = isSecure
  }

  /// Makes a world and loads its baseline.
  @discardableResult
  public func makeWorld(named name: String, _ configuration: WorldConfiguration, baseline: BaselineSource?) async throws -> [LoadReport] {
    let world = HostedWorld(name: name, factory: factory, time: time)
    let reports = try await world.open(configuration, baseline: baseline)
    install(world, named: name)
    return reports
  }

  /// What became of the own metadata of worlds with this configuration.
  public func metadataReports(_ configuration: WorldConfiguration) throws -> TwinWorldFactory.MetadataReports {
    try factory.metadataReports(configuration)
  }

  /// Puts a world of somebody else behind a name.
  public func install(_ world: any WorldDoor, named name: String = defaultWorld) {
    worlds.withLock { $0[name] = world }
  }

  public func handle(_ request: HTTPRequest) async -> HostAnswer {
    let address = WorldAddress(request)
    let name = address.world ?? Self.defaultWorld
    guard let world = worlds.withLock({ $0[name] }) else { return .response(unknownWorld(name)) }
    var inner = request
    if !address.prefix.isEmpty { inner.target = address.target }
    let origin = PublicOrigin(request, prefix: address.prefix, isSecure: isSecure)
    guard let answer = await world.handle(WorldRequest(inner, origin: origin)) else { return .response(unknownPath()) }
    if answer.heldBackMilliseconds > 0 {
      // Cancelled: the client is gone, and nobody waits for an answer any more.
      guard (try? await time.sleep(answer.heldBackMilliseconds)) != nil else { return .drop }
    }
    switch answer.outcome {
    case .response(let response): return .response(response)
    case .connectionLost: return .drop
    }
  }

  private func unknownWorld(_ name: String) -> HTTPResponse {
    refusal("TwinUnknownWorld", "There is no world '\(name.prefix(100))'.")
  }

  private func unknownPath() -> HTTPResponse {
    refusal("TwinUnknownPath", "There is nothing at this address. The twins answer below /api/data/v9.2 and /data.")
  }

  private func refusal(_ code: String, _ message: String) -> HTTPResponse {
    let body: JSON = ["error": ["code": .string(code), "message": .string(message)]]
    return HTTPResponse(404, headers: ["Content-Type": "application/json"], body: body.encoded())
  }
}
