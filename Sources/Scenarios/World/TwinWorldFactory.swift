import Ambient
public import EntityStore
import Faults
import Logging
import OData
import SalesTwin
import SupplyChainTwin
public import SyncEngine
import Synchronization
public import Twin

/// Makes worlds of two twins and our engine, each on its own virtual clock and seed.
public final class TwinWorldFactory: WorldFactory {
  private let connector: any TwinConnector
  private let ledger: Ledger.Location
  /// Kills the engines of the worlds.
  private let crashes: CrashPlan?
  /// Makes the engines to be judged; ours where there is none.
  private let engines: (any EngineMaker)?
  /// Takes note of what came to pass in the worlds.
  private let marks: SometimesMarks?
  /// Models by what they depend on: reading them is the most expensive part of making a world.
  private let models = Mutex<[ModelKey: Models]>([:])
  private let templates = BuiltInTemplates()
  /// What the first worlds of configurations wait for; see `prepare`.
  private let preparations = Mutex<[ModelKey: Task<Void, any Error>]>([:])
  /// What the engines of the worlds have read of metadata documents.
  private let readModels = ReadModels()
  /// What the ledgers of worlds that have ended leave.
  private let ledgers = LedgerShelf()

  /// Requests of one run of another engine that are looked at.
  private static let requestsKept = 100_000

  private struct ModelKey: Hashable {
    let solutionVersion: String?
    let salesVersion: String
    let supplyChainLevel: String
    let literalKbText: Bool
    /// Own metadata by identity: comparing thousands of entities would take longer than reading the model.
    let salesMetadata: OwnMetadata?
    let supplyChainMetadata: OwnMetadata?

    init(_ configuration: WorldConfiguration) {
      let (sales, supplyChain) = (configuration.sales, configuration.supplyChain)
      solutionVersion = sales.solutionVersion
      salesVersion = sales.webAPI.rawValue
      supplyChainLevel = supplyChain.level
      literalKbText = supplyChain.literalKbText
      salesMetadata = configuration.salesMetadata
      supplyChainMetadata = configuration.supplyChainMetadata
    }
  }

  struct Models {
    let sales: ServiceModel
    let supplyChain: SupplyChainModel
    let schemas: WorldSchemas
    let reports: MetadataReports
    /// Kept, so that no other metadata can take their identity.
    let metadata: [OwnMetadata]

    init(_ sales: (model: ServiceModel, report: MetadataReport?), _ supplyChain: SupplyChainModel, _ configuration: WorldConfiguration) {
      self.sales = sales.model
      self.supplyChain = supplyChain
      schemas = WorldSchemas(sales: sales.model.edm, supplyChain: supplyChain.service.edm)
      reports = MetadataReports(sales: sales.report, supplyChain: supplyChain.metadataReport)
      metadata = [configuration.salesMetadata, configuration.supplyChainMetadata].compactMap { $0 }
    }
  }

  /// What became of the own metadata of a configuration; `nil` where there is none.
  public struct MetadataReports: Sendable {
    public let sales: MetadataReport?
    public let supplyChain: MetadataReport?
  }

  public init(
    connector: any TwinConnector = DirectConnector(), ledger: Ledger.Location = .memory, engines: (any EngineMaker)? = nil,
    marks: SometimesMarks? = nil
  ) {
    self.marks = marks
    self.connector = connector
    self.ledger = ledger
    self.engines = engines
    crashes = nil
  }

  /// Makes worlds whose engine is killed where the plan says.
  /// - Parameter engines: makes them, where they are not in this process; whoever carries their requests has to kill them.
  init(crashes: CrashPlan, connector: any TwinConnector = DirectConnector(), engines: (any EngineMaker)? = nil) {
    self.connector = connector
    self.engines = engines
    marks = nil
    ledger = .memory
    self.crashes = crashes
  }

  public func schemas(_ configuration: WorldConfiguration) throws -> WorldSchemas { try models(configuration).schemas }

  public func metadataReports(_ configuration: WorldConfiguration) throws -> MetadataReports { try models(configuration).reports }

  func models(_ configuration: WorldConfiguration) throws -> Models {
    let key = ModelKey(configuration)
    if let known = models.withLock({ $0[key] }) { return known }
    return keep(Models(try Self.salesModel(configuration), try Self.supplyChainModel(configuration), configuration), key)
  }

  private func keep(_ made: Models, _ key: ModelKey) -> Models {
    models.withLock { $0[key] = made }
    return made
  }

  private static func salesModel(_ configuration: WorldConfiguration) throws -> (ServiceModel, MetadataReport?) {
    guard let metadata = configuration.salesMetadata else { return (try SalesTwin.model(for: configuration.sales), nil) }
    let (model, report) = try SalesTwin.model(for: configuration.sales, adding: metadata)
    return (model, report)
  }

  private static func supplyChainModel(_ configuration: WorldConfiguration) throws -> SupplyChainModel {
    try SupplyChainModel(
      level: configuration.supplyChain.level, literalKbText: configuration.supplyChain.literalKbText,
      metadata: configuration.supplyChainMetadata)
  }

  /// Begins to make what the first world of a configuration needs, its parts at the same time, and comes back when scenarios can be read
  /// against the models: who runs a single scenario waits for little else. What an engine needs comes last, since a scenario runs it late.
  /// - Throws: as `schemas`.
  public func prepare(_ configuration: WorldConfiguration = WorldConfiguration()) async throws {
    let key = ModelKey(configuration)
    guard models.withLock({ $0[key] }) == nil else { return }
    let sales = Task { try Self.salesModel(configuration) }
    let salesSystem = Task { try Self.makeFirst(try await sales.value.0, configuration) }
    let supplyChain = Task { try Self.supplyChainModel(configuration) }
    let supplyChainSystem = Task { try Self.makeFirst(try await supplyChain.value, configuration) }
    _ = keep(Models(try await sales.value, try await supplyChain.value, configuration), key)
    let systems = Task {
      try await salesSystem.value
      try await supplyChainSystem.value
    }
    preparations.withLock { $0[key] = systems }
    Task {
      try await systems.value
      // What it throws comes to light where a world's own engine does the same.
      try await acquaintEngines(configuration)
    }
  }

  /// Reads what engines read before their first run: templates, and what both systems say of their entities.
  private func acquaintEngines(_ configuration: WorldConfiguration) async throws {
    // Other engines read for themselves.
    guard let template = try templates.catalog().templates.first, engines == nil else { return }
    let twins = try twins(configuration)
    let engine = SyncEngine(
      connectionSet: Self.directConnections(to: twins), ledger: try Ledger(.memory), clock: twins.clock, models: readModels)
    _ = try await engine.validate(Project(name: template.name, template: template))
  }

  /// Makes a system, from which later ones copy what all of them start with.
  private static func makeFirst(_ model: ServiceModel, _ configuration: WorldConfiguration) throws {
    let ambient = Ambient(clock: VirtualClock(start: configuration.start), seed: configuration.seed)
    _ = try SalesTwin(ambient: ambient, configuration: configuration.sales, location: .memory, model: model)
  }

  private static func makeFirst(_ model: SupplyChainModel, _ configuration: WorldConfiguration) throws {
    let ambient = Ambient(clock: VirtualClock(start: configuration.start), seed: configuration.seed)
    _ = try SupplyChainTwin(ambient: ambient, configuration: configuration.supplyChain, location: .memory, model: model)
  }

  public func world(_ configuration: WorldConfiguration) async throws -> World {
    try await preparations.withLock { $0[ModelKey(configuration)] }?.value
    return try await world(of: try twins(configuration, log: requestLog))
  }

  public func world(_ configuration: WorldConfiguration, at point: StartingPoint) async throws -> World {
    let twins = try twins(configuration, sales: .copy(point.sales), supplyChain: .copy(point.supplyChain), log: requestLog)
    let world = try await world(of: twins)
    point.take(up: world, twins)
    return world
  }

  /// Whether another engine writes is seen by what it asks.
  private var requestLog: RequestLog {
    engines == nil ? RequestLog(capacity: 0) : RequestLog(capacity: Self.requestsKept, bodyBytesMax: 0)
  }

  /// Both systems of such a world, without clients or an engine.
  /// - Parameters:
  ///   - sales: where Sales keeps its rows; a file that holds a system already is continued.
  ///   - supplyChain: the same for Supply Chain.
  ///   - log: takes what clients ask; keeps nothing unless told otherwise.
  ///   - incarnation: how often systems that are kept in files were opened before.
  /// - Throws: as `world`, and `StoreError` for a file that cannot be opened.
  public func twins(
    _ configuration: WorldConfiguration, sales: EntityStore.Location = .memory, supplyChain: EntityStore.Location = .memory,
    log: RequestLog = RequestLog(capacity: 0), incarnation: UInt64 = 0
  ) throws -> Twins {
    let clock = VirtualClock(start: configuration.start)
    let ambient = Ambient(clock: clock, seed: configuration.seed, incarnation: incarnation)
    let models = try models(configuration)
    let salesTwin = try SalesTwin(ambient: ambient, configuration: configuration.sales, location: sales, model: models.sales)
    let supplyChainTwin = try SupplyChainTwin(
      ambient: ambient, configuration: configuration.supplyChain, location: supplyChain, model: models.supplyChain)
    let salesService = TwinService(product: salesTwin, ambient: ambient)
    salesService.protect(configuration.settings.salesLimits)
    let supplyChainService = TwinService(product: supplyChainTwin, ambient: ambient)
    supplyChainService.protect(configuration.settings.supplyChainLimits)
    return Twins(
      configuration: configuration, clock: clock, ambient: ambient, schemas: models.schemas,
      sales: salesService,
      supplyChain: supplyChainService, log: log)
  }

  /// A world of two systems that are there already.
  public func world(of twins: Twins) async throws -> World {
    let configuration = twins.configuration
    var connection = try await connector.connect(twins)
    if configuration.settings.signIn == true { connection = connection.signedIn(twins) }
    let recorder = WorldRecorder(clock: twins.clock)
    let ways = (
      sales: UndisturbedTransport(RecordedTransport(connection.sales, recorder, .scenario, .sales), twins.faults),
      supplyChain: UndisturbedTransport(RecordedTransport(connection.supplyChain, recorder, .scenario, .supplyChain), twins.faults)
    )
    let sales = SystemClient(
      schema: twins.schemas.sales, servicePath: twins.sales.service.product.rules.servicePath, company: configuration.company,
      transport: ways.sales)
    let supplyChain = SystemClient(
      schema: twins.schemas.supplyChain, servicePath: twins.supplyChain.service.product.rules.servicePath, company: configuration.company,
      transport: ways.supplyChain)
    let forms = SystemClient(
      schema: SystemSchema(system: .supplyChain, model: try models(configuration).supplyChain.forms.edm),
      servicePath: SupplyChainTwin.formsPath, company: configuration.company, transport: ways.supplyChain)
    let interruptions = Interruptions()
    let install: (Installation) throws -> Void = { installation throws in
      try twins.install(installation, by: self)
      sales.schema = twins.schemas.sales
      supplyChain.schema = twins.schemas.supplyChain
      forms.schema = SystemSchema(system: .supplyChain, model: try self.models(twins.configuration).supplyChain.forms.edm)
    }
    if let marks { twins.faults.struck = { marks.struck($0) } }
    let world = World(
      configuration: configuration, clock: twins.clock, sales: sales, supplyChain: supplyChain, forms: forms,
      engine: try engine(over: connection, twins, interruptions, recorder),
      importer: connector is DirectConnector
        ? DirectImporter(sales: twins.sales.service, supplyChain: twins.supplyChain.service) : nil,
      twins: twins, interruptions: interruptions, install: install, recorder: recorder, close: connection.close)
    // The world holds its faults: held by them in turn it would never end.
    twins.faults.install = { [weak world] text throws in try world?.install?(Installation(naming: text)) }
    return world
  }

  private func engine(
    over connection: TwinConnection, _ twins: Twins, _ interruptions: Interruptions, _ recorder: WorldRecorder
  ) throws -> any ProjectEngine {
    if let engines { return try engine(by: engines, twins) }
    func way(_ transport: any HTTPTransport, _ system: SystemName) -> any HTTPTransport {
      let recorded = RecordedTransport(transport, recorder, .engine, system)
      return crashes.map { CrashingTransport(recorded, plan: $0) } ?? recorded
    }
    let paths = (sales: twins.sales.service.product.rules.servicePath, supplyChain: twins.supplyChain.service.product.rules.servicePath)
    let sales = MortalTransport(
      InterruptedTransport(way(connection.sales, .sales), interruptions, .sales, servicePath: paths.sales), twins.faults)
    let supplyChain = MortalTransport(
      InterruptedTransport(way(connection.supplyChain, .supplyChain), interruptions, .supplyChain, servicePath: paths.supplyChain),
      twins.faults)
    func connections(_ change: ConnectionChange) -> ConnectionSet {
      func signedIn(_ transport: any HTTPTransport) -> any HTTPTransport {
        change.token.map { SignedInTransport(transport, tokens: FixedToken(Secret($0))) } ?? transport
      }
      var keys = IntegrationKeys.prospectToCash
      for (set, key) in change.integrationKeys {
        keys[set] = if case .columns(let columns) = key { columns } else { nil }
      }
      return ConnectionSet(
        name: "world",
        sales: Endpoint(
          name: "sales", dialect: .dataverse, servicePath: change.salesPath ?? paths.sales,
          transport: signedIn(sales)),
        supplyChain: Endpoint(
          name: "supply-chain", dialect: .financeAndOperations,
          servicePath: change.supplyChainPath ?? paths.supplyChain, transport: signedIn(supplyChain)),
        legalEntity: change.legalEntity ?? twins.configuration.company, businessUnit: change.businessUnit, integrationKeys: keys)
    }
    // A scenario's report says what the engine did; its log would only stand in between.
    let silent = Logger(label: "p2c.engine") { _ in SwiftLogNoOpLogHandler() }
    let ledger = try Ledger(ledger, shelf: ledgers)
    let templates = templates
    var options = RunOptions()
    if let changes = twins.configuration.settings.changes { options.changes = changes }
    // Over sockets, requests that are under way together arrive in any order, and a world would not be the same twice.
    if !(connector is DirectConnector) { options.requestsAtOnce = 1 }
    let clock: any WorldClock = crashes.map { CrashingClock(twins.clock, plan: $0) } ?? MortalClock(twins.clock, twins.faults)
    let models = readModels
    let marks = marks?.engine
    let start = {
      BuiltInEngine(templates: templates, options: options, clock: clock, faults: twins.faults) { change in
        SyncEngine(connectionSet: connections(change), ledger: ledger, clock: clock, logger: silent, models: models, marks: marks)
      }
    }
    guard let crashes else {
      twins.faults.hasEngine = true
      ledger.beforeWriting = { [faults = twins.faults] in try faults.ledgerWillWrite() }
      return start()
    }
    ledger.beforeWriting = { try crashes.willWrite() }
    return try CrashingEngine(plan: crashes, start: start)
  }

  /// Both systems without what a world puts between them and its engine.
  private static func directConnections(to twins: Twins) -> ConnectionSet {
    ConnectionSet(
      name: "world",
      sales: Endpoint(
        name: "sales", dialect: .dataverse, servicePath: twins.sales.service.product.rules.servicePath,
        transport: DirectTransport(twins.sales)),
      supplyChain: Endpoint(
        name: "supply-chain", dialect: .financeAndOperations, servicePath: twins.supplyChain.service.product.rules.servicePath,
        transport: DirectTransport(twins.supplyChain)),
      legalEntity: twins.configuration.company)
  }

  private func engine(by maker: any EngineMaker, _ twins: Twins) throws -> any ProjectEngine {
    let catalog = try templates.catalog()
    let connections = Self.directConnections(to: twins)
    let site = EngineSite(twins: twins, catalog: catalog) { era in
      try await Doctor(connectionSet: connections, catalog: catalog, clock: twins.clock, era: era).examine()
    }
    let engine = try maker.engine(for: site)
    guard let crashes else { return engine }
    return try CrashingEngine(plan: crashes) { engine }
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
    if let keeper = settings.readOnlyRules.flatMap(SalesConfiguration.ReadOnlyKeeper.init(rawValue:)) { result.readOnlyRules = keeper }
    if let generation = settings.salesWebAPI.flatMap(SalesConfiguration.WebAPI.init(rawValue:)) { result.webAPI = generation }
    if let strict = settings.salesStrict { result.isStrict = strict }
    return result
  }

  /// The Supply Chain twin's configuration these settings ask for.
  var supplyChain: SupplyChainConfiguration {
    var result = SupplyChainConfiguration(defaultCompany: company)
    if let level = settings.supplyChainLevel { result.level = level }
    if let literal = settings.literalKbText { result.literalKbText = literal }
    if let status = settings.writeFailureStatus { result.writeFailureStatus = status }
    return result
  }
}
