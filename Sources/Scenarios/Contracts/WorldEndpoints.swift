/// The twins of a world of this process, directly or over sockets as its factory joins them.
///
/// One world serves every contract that asks for the same settings, because loading a baseline takes longer than a
/// contract; contracts keep apart by `${unique}`, as they must in a system that keeps its data.
public final class WorldEndpoints: ContractEndpoints {
  private let factory: any WorldFactory
  private var current: (settings: WorldSettings?, world: World)?

  public init(factory: any WorldFactory) { self.factory = factory }

  public func endpoint(for contract: Contract) async throws -> ContractPlace {
    let world = try await world(for: contract)
    let client =
      switch contract.system {
      case .sales: world.sales
      case .supplyChain: world.supplyChain
      }
    return .endpoint(ContractEndpoint(transport: client.transport, servicePath: client.servicePath))
  }

  private func world(for contract: Contract) async throws -> World {
    if let current, current.settings == contract.worldSettings { return current.world }
    await close()
    let configuration = WorldConfiguration(settings: contract.worldSettings ?? WorldSettings())
    let baseline = try Baseline(
      directory: try BaselineFolders.find("usmf", for: contract.file), path: .store, schemas: try factory.schemas(configuration))
    let world = try await factory.world(configuration)
    _ = try await world.load(baseline)
    current = (contract.worldSettings, world)
    return world
  }

  public func close() async {
    await current?.world.close()
    current = nil
  }
}
