import Ambient
import EntityStore
import Logging
import OData
import SalesTwin
import SupplyChainTwin
public import SyncEngine
import Synchronization
import Twin

/// Makes worlds of two twins and our engine, each on its own virtual clock and seed.
public final class TwinWorldFactory: WorldFactory {
  private let connector: any TwinConnector
  private let ledger: Ledger.Location
  /// Schemas by what they depend on: reading the models is the most expensive part of starting up.
  private let schemas = Mutex<[SchemaKey: WorldSchemas]>([:])
  private let catalog = Mutex<TemplateCatalog?>(nil)

  private struct SchemaKey: Hashable {
    let solutionVersion: String?
    let supplyChainLevel: String?
  }

  public init(connector: any TwinConnector = DirectConnector(), ledger: Ledger.Location = .memory) {
    self.connector = connector
    self.ledger = ledger
  }

  public func schemas(_ configuration: WorldConfiguration) throws -> WorldSchemas {
    let key = SchemaKey(
      solutionVersion: configuration.settings.solutionVersion, supplyChainLevel: configuration.settings.supplyChainLevel)
    if let known = schemas.withLock({ $0[key] }) { return known }
    let twins = try twins(configuration, Ambient(clock: VirtualClock(start: configuration.start), seed: configuration.seed))
    return remember(twins, key)
  }

  private func remember(_ twins: (sales: SalesTwin, supplyChain: SupplyChainTwin), _ key: SchemaKey) -> WorldSchemas {
    let made = WorldSchemas(sales: twins.sales.model.edm, supplyChain: twins.supplyChain.model.edm)
    schemas.withLock { $0[key] = made }
    return made
  }

  public func world(_ configuration: WorldConfiguration) async throws -> World {
    let clock = VirtualClock(start: configuration.start)
    let ambient = Ambient(clock: clock, seed: configuration.seed)
    let twins = try twins(configuration, ambient)
    let schemas = remember(
      twins,
      SchemaKey(solutionVersion: configuration.settings.solutionVersion, supplyChainLevel: configuration.settings.supplyChainLevel))
    let salesService = TwinService(product: twins.sales, ambient: ambient)
    let supplyChainService = TwinService(product: twins.supplyChain, ambient: ambient)
    let connection = try await connector.connect(sales: salesService, supplyChain: supplyChainService)
    let sales = SystemClient(
      schema: schemas.sales, servicePath: twins.sales.rules.servicePath, company: configuration.company, transport: connection.sales)
    let supplyChain = SystemClient(
      schema: schemas.supplyChain, servicePath: twins.supplyChain.rules.servicePath, company: configuration.company,
      transport: connection.supplyChain)
    let connections = ConnectionSet(
      name: "world",
      sales: Endpoint(name: "sales", dialect: .dataverse, servicePath: sales.servicePath, transport: connection.sales),
      supplyChain: Endpoint(
        name: "supply-chain", dialect: .financeAndOperations, servicePath: supplyChain.servicePath, transport: connection.supplyChain),
      legalEntity: configuration.company)
    // A scenario's report says what the engine did; its log would only stand in between.
    let silent = Logger(label: "p2c.engine") { _ in SwiftLogNoOpLogHandler() }
    let engine = SyncEngine(connectionSet: connections, ledger: try Ledger(ledger), clock: clock, logger: silent)
    return World(
      configuration: configuration, clock: clock, sales: sales, supplyChain: supplyChain,
      engine: BuiltInEngine(engine, catalog: try templates()),
      importer: connector is DirectConnector ? DirectImporter(sales: salesService, supplyChain: supplyChainService) : nil,
      close: connection.close)
  }

  /// The engine's templates, read once.
  private func templates() throws -> TemplateCatalog {
    if let known = catalog.withLock({ $0 }) { return known }
    let made = try TemplateCatalog.builtIn()
    catalog.withLock { $0 = made }
    return made
  }

  private func twins(_ configuration: WorldConfiguration, _ ambient: Ambient) throws -> (sales: SalesTwin, supplyChain: SupplyChainTwin) {
    (
      try SalesTwin(ambient: ambient, configuration: configuration.sales, location: .memory),
      try SupplyChainTwin(ambient: ambient, configuration: configuration.supplyChain, location: .memory)
    )
  }
}

extension WorldConfiguration {
  /// The Sales twin's configuration these settings ask for.
  var sales: SalesConfiguration {
    var result = SalesConfiguration()
    if let version = settings.solutionVersion { result.solutionVersion = version.isEmpty ? nil : version }
    if let perUnit = settings.discountPerUnit { result.settings.discountCalculationMethod = perUnit ? 1 : 0 }
    if let value = settings.systemPricing { result.settings.systemPricing = value }
    if let value = settings.priceListMandatory { result.settings.isPriceListMandatory = value }
    if let value = settings.productsStartActive { result.settings.createProductsActive = value }
    if let value = settings.pricingDecimals { result.settings.pricingDecimals = value }
    if let value = settings.teamHasRole { result.teamHasRole = value }
    return result
  }

  /// The Supply Chain twin's configuration these settings ask for.
  var supplyChain: SupplyChainConfiguration {
    var result = SupplyChainConfiguration(defaultCompany: company)
    if let level = settings.supplyChainLevel { result.level = level }
    return result
  }
}
