public import Ambient
public import EntityStore
public import OData
public import Twin

/// The Supply Chain Management twin: `/data`, namespace `Microsoft.Dynamics.DataEntities`.
///
/// ```swift
/// let twin = try SupplyChainTwin(ambient: ambient, configuration: SupplyChainConfiguration(level: "7.3"))
/// let service = TwinService(product: twin, ambient: ambient)
/// ```
///
/// A new store is seeded as a bare system: legal entities `USMF` and `DEMF` with their currencies and number sequences.
/// Groups, sites, warehouses, units, products and taxes come through the API.
public final class SupplyChainTwin: Product {
  public let name = "supplyChain"
  public let model: ServiceModel
  public let store: EntityStore
  public let rules: ProtocolRules
  public let configuration: SupplyChainConfiguration
  public let level: SupplyChainLevel
  public var errors: any ErrorCatalog { supplyChainErrors }

  let supplyChainErrors: SupplyChainErrors
  let business: BusinessModel
  let environment: EnvironmentModel
  let batch: BatchServer
  let dataEntities: DataEntityCatalog
  private let entityRules: [String: any EntityRules]
  private let files: SupplyChainModel

  /// - Parameter model: the model of the configuration's level, where it has been read before: whoever starts many twins
  ///   reads it once.
  /// - Throws: `SupplyChainModelError` for an unknown level, `ModelError` for a damaged model file, `StoreError` when the
  ///   database cannot be opened.
  public convenience init(
    ambient: Ambient, configuration: SupplyChainConfiguration = SupplyChainConfiguration(), location: EntityStore.Location = .memory,
    model: SupplyChainModel? = nil
  ) throws {
    let files = try model ?? SupplyChainModel(level: configuration.level, literalKbText: configuration.literalKbText)
    let textRules = ProtocolRules.supplyChain(configuration).textRules
    self.init(
      configuration: configuration, model: files,
      store: try EntityStore(location: location, layout: files.service.layout, textRules: textRules))
    try store.transaction {
      try BareSystem(context: context(Session(ambient: ambient), company: self.configuration.defaultCompany)).seed()
    }
  }

  /// Over a store that has the model's tables.
  private init(
    configuration: SupplyChainConfiguration, model: SupplyChainModel, store: EntityStore, servicePath: String? = nil,
    batch: BatchServer = BatchServer()
  ) {
    self.batch = batch
    files = model
    var configuration = configuration
    configuration.defaultCompany = configuration.defaultCompany.lowercased()
    self.configuration = configuration
    self.model = model.service
    self.store = store
    level = model.level
    business = model.business
    environment = model.environment
    dataEntities = model.dataEntities
    var rules = ProtocolRules.supplyChain(configuration)
    if let servicePath { rules.servicePath = servicePath }
    rules.protection = .supplyChain(model.level.capabilities)
    self.rules = rules
    supplyChainErrors = SupplyChainErrors(rules: rules, business: business, writeFailureStatus: configuration.writeFailureStatus)
    entityRules = EntityRuleTable.all
  }

  /// Installs a hotfix, or another release, while the system runs: the twin that is answered takes this one's place over the same
  /// store. This one must not be asked any more.
  /// - Parameters:
  ///   - name: `KB4045570`, or `7.3`.
  ///   - model: what was read for the level that comes of it.
  /// - Throws: `SupplyChainModelError` for what cannot be installed, and then nothing is changed; `ModelError`, `StoreError`.
  public func installing(_ name: String, model: SupplyChainModel? = nil) throws -> SupplyChainTwin {
    let level = try level.installing(name, literalKbText: configuration.literalKbText)
    return try goingOn(with: model ?? SupplyChainModel(level: level.description, literalKbText: configuration.literalKbText))
  }

  /// The twin that goes on over the same rows at another level.
  /// - Throws: `StoreError`.
  public func goingOn(with model: SupplyChainModel) throws -> SupplyChainTwin {
    var wanted = configuration
    wanted.level = model.level.description
    return try store.transaction {
      // The upgrade of the data gives lines the numbers that the new release keeps apart (docs/decisions/0010).
      if model.level.capabilities.contains("uniqueLineNumbers"), !level.capabilities.contains("uniqueLineNumbers") {
        _ = try LineNumbers.fill(in: store, model: self.model, modified: nil)
      }
      return try store.adopt(model.service.layout) { SupplyChainTwin(configuration: wanted, model: model, store: store) }
    }
  }

  public func create(_ table: TableDefinition, _ draft: Draft, in session: Session) throws -> Row {
    guard !table.isReadOnly else { throw errors.readOnly(table: table) }
    if let view = ViewWriting(self, table) { return try view.create(draft, in: session) }
    return try WriteSteps(context: context(session, company: company(of: draft, session)), table: table).create(draft)
  }

  public func update(_ table: TableDefinition, _ row: Row, _ changes: Draft, in session: Session) throws -> Row {
    guard !table.isReadOnly else { throw errors.readOnly(table: table) }
    if let view = ViewWriting(self, table) { return try view.update(row, changes, in: session) }
    let company = try companyForChange(of: row, table, session)
    return try WriteSteps(context: context(session, company: company), table: table).update(row, changes)
  }

  public func delete(_ table: TableDefinition, _ row: Row, in session: Session) throws {
    guard !table.isReadOnly else { throw errors.readOnly(table: table) }
    if let view = ViewWriting(self, table) { return try view.delete(row, in: session) }
    let company = try companyForChange(of: row, table, session)
    try WriteSteps(context: context(session, company: company), table: table).delete(row)
  }

  public func invoke(_ operation: Operation, on row: Row?, parameters: JSONObject, in session: Session) throws -> OperationResult {
    guard let business = BusinessOperationTable.operation(operation) else {
      throw ServiceError.notEmulated("operation \(operation.name)")
    }
    let company = row.flatMap { $0.table.index(of: "dataAreaId") == nil ? nil : $0.text("dataAreaId") } ?? homeCompany(session)
    return try business.run(on: row, parameters: parameters, in: context(session, company: company))
  }

  /// Batch jobs whose time has come.
  public func doDueWork(_ ambient: Ambient) throws { try batch.run(for: self, until: ambient.now) }

  public func rows(behind table: TableDefinition) -> [BackingRow] { business.rows(behind: table.name) }

  public func annotations(of element: CSDL.Element) -> [CSDL.Annotation] {
    ModelAnnotations(model: model, labels: ModelLabels(file: environment.labels, business: business)).annotations(of: element)
  }

  public var furtherEndpoints: [any FurtherEndpoint] { further }

  /// The storage of data packages.
  public var openRoot: String? { BlobStorage.root }

  public func answerOpenly(_ request: FurtherRequest, in session: Session) throws -> HTTPResponse {
    try BlobDoor(context: context(session, company: configuration.defaultCompany)).answer(request)
  }

  /// What the endpoints answer is worked out when somebody first asks.
  private lazy var further: [any FurtherEndpoint] = [
    MetadataEndpoint(
      catalog: model.derived.value("entity catalog") { EntityCatalog(model: model, business: business, environment: environment) },
      errors: supplyChainErrors, known: model.derived.value("answers about entities") { RememberedAnswers<[String], HTTPResponse>() }),
    AbsentEndpoint(root: "/api/services", refusal: ServiceError.notEmulated("JSON services")),
    AbsentEndpoint(root: "/api/connector", refusal: ServiceError.notEmulated("recurring integrations")),
  ]

  /// Where people work before the client of the product: the entities a level lacks are there all the same, as forms [proposed: the real
  /// client speaks no OData]. At levels that lack none, too.
  public static let formsPath = "/forms/data"

  public var formsPath: String? { Self.formsPath }
  public var forms: (any Product)? {
    SupplyChainTwin(configuration: configuration, model: files.onForms(), store: store, servicePath: Self.formsPath, batch: batch)
  }

  func rules(of table: String) -> any EntityRules { entityRules[table] ?? PlainRules() }

  func context(_ session: Session, company: String) -> CompanyContext { CompanyContext(twin: self, session: session, company: company) }
}
