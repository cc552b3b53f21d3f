public import Ambient
public import EntityStore
import Foundation
public import OData
public import Twin

/// A fake Dynamics 365 Sales: tables, pricing, states and actions, with or without the Prospect to cash solution.
///
/// ```swift
/// let twin = try SalesTwin(ambient: ambient, configuration: SalesConfiguration(), location: .memory)
/// let service = TwinService(product: twin, ambient: ambient)
/// ```
///
/// A new store starts with the rows every system has (organization, business unit, team, administrator, base currency);
/// everything else comes through the Web API or a baseline.
public final class SalesTwin: Product {
  public let name = "sales"
  public let model: ServiceModel
  public let store: EntityStore
  public let rules: ProtocolRules
  public let furtherRules: [ProtocolRules]
  /// What `RetrieveVersion` answers.
  let build: String
  public let errors: any ErrorCatalog
  public let configuration: SalesConfiguration
  /// Whether the Prospect to cash solution is installed, and whether it moves orders both ways.
  let hasSolution: Bool
  let hasTwoWayOrders: Bool
  private let tableRules: [String: any TableRules]
  private var organizationID: GUID?
  private var definitions: MetadataCatalog?
  var security = SecurityMemory()
  private var moneyColumns: [String: MoneyColumns] = [:]
  /// The documents whose lines a request is making, while it does.
  var openDocuments: OpenDocuments?

  /// - Parameter model: what `model(for:)` read for the same solution version; whoever starts many twins reads it once.
  /// - Throws: `ConfigurationError`, `SolutionRefusal` for a store that has another version of the solution already,
  ///   `ModelError` for damaged model files, `StoreError` for a store that cannot be opened.
  public convenience init(
    ambient: Ambient, configuration: SalesConfiguration = SalesConfiguration(), location: EntityStore.Location = .memory,
    model: ServiceModel? = nil
  ) throws {
    let model = try model ?? Self.model(for: configuration)
    try self.init(
      configuration: configuration, model: model,
      store: try EntityStore(
        location: location, layout: model.layout, textRules: ProtocolRules.salesTextRules,
        start: { try SecuritySeed(model: model, store: $0, catalog: SecurityCatalog(directory: Self.modelDirectory)).writeCatalog() }))
    let isNew = try organizationRow() == nil
    if isNew {
      let seed = SeedRows(model: model, store: store, ambient: ambient, configuration: configuration)
      try store.transaction { try seed.write() }
    }
    let installed = try organization().solutionVersion
    guard installed != configuration.solutionVersion else { return }
    try SolutionInstallation.check(from: installed, to: configuration.solutionVersion, salesVersion: build)
    func install() throws { try SolutionInstallation(work: try Work(self, Session(ambient: ambient))).run(from: installed) }
    // A new store has the keys of the version already.
    if isNew { try store.transaction(install) } else { try store.adopt(model.layout, install) }
  }

  /// Over a store that has the model's tables.
  init(configuration: SalesConfiguration, model: ServiceModel, store: EntityStore) throws {
    let version = try model.derived.value("version \(configuration.webAPI.rawValue)") { () throws(ModelError) in
      try SalesVersion(configuration.webAPI, directory: Self.modelDirectory)
    }
    let rules = ProtocolRules.sales(configuration, version)
    self.configuration = configuration
    self.model = model
    self.store = store
    self.rules = rules[0]
    furtherRules = Array(rules.dropFirst())
    build = configuration.productVersion ?? version.build
    errors = SalesErrorCatalog()
    hasSolution = model.capabilities.contains("prospectToCash")
    hasTwoWayOrders = model.capabilities.contains("twoWayOrders")
    tableRules = Self.rulesOfTables
  }

  /// The tables as the configuration's solution version shows them, read from the model files. Reading takes most of a
  /// twin's start; the model is a value that any number of twins may share.
  /// - Parameter metadata: what a real environment has beyond the built-in tables; docs/own-metadata.md.
  /// - Returns: the model, and what became of the metadata.
  /// - Throws: `ConfigurationError`, `ModelError` for damaged model files.
  public static func model(
    for configuration: SalesConfiguration, adding metadata: OwnMetadata
  ) throws -> (model: ServiceModel, report: MetadataReport) {
    try model(for: configuration).adding(metadata, rules: .sales)
  }

  /// The built-in tables only.
  /// - Throws: `ConfigurationError`, `ModelError` for damaged model files.
  public static func model(for configuration: SalesConfiguration) throws -> ServiceModel {
    let directory = modelDirectory
    let level = try SolutionLevel(version: configuration.solutionVersion, levels: LevelTable(directory: directory))
    return try ServiceModel(
      directory: directory, namespace: "Microsoft.Dynamics.CRM", alias: "mscrm",
      capabilities: level.capabilities.union(try SalesVersion(configuration.webAPI, directory: directory).capabilities),
      derived: BaseAmounts.columns)
  }

  static let modelDirectory = Bundle.module.bundlePath + "/Resources/Model"

  private static let rulesOfTables: [String: any TableRules] = [
    "account": AccountRules(),
    "contact": ContactRules(),
    "lead": LeadRules(),
    "organization": OrganizationRules(),
    "systemuser": SystemUserRules(),
    "team": TeamRules(),
    "businessunit": BusinessUnitRules(),
    "role": SecurityRules(),
    "roleprivileges": SecurityRules(),
    "systemuserroles": SecurityRules(),
    "teamroles": SecurityRules(),
    "teammembership": SecurityRules(),
    "transactioncurrency": CurrencyRules(),
    "uomschedule": UnitGroupRules(),
    "uom": UnitRules(),
    "product": ProductRules(),
    "pricelevel": PriceListRules(),
    "productpricelevel": PriceListItemRules(),
    "discount": DiscountRules(),
    "opportunity": DocumentHeaderRules(kind: .opportunity, specifics: OpportunitySpecifics()),
    "opportunityproduct": DocumentLineRules(kind: .opportunity),
    "quote": DocumentHeaderRules(kind: .quote, specifics: QuoteSpecifics()),
    "quotedetail": DocumentLineRules(kind: .quote),
    "salesorder": DocumentHeaderRules(kind: .order, specifics: OrderSpecifics()),
    "salesorderdetail": DocumentLineRules(kind: .order),
    "invoice": DocumentHeaderRules(kind: .invoice, specifics: InvoiceSpecifics()),
    "invoicedetail": DocumentLineRules(kind: .invoice),
  ]

  public func create(_ table: TableDefinition, _ draft: Draft, in session: Session) throws -> Row {
    let work = try Work(self, session)
    try TeamRole.check(.create, table, work)
    var record = Record(new: table, draft)
    try Authorization(work)?.create(record)
    try checkNewOwner(record, work)
    try DuplicateDetection.check(record, work)
    try ReadOnlyRules(work)?.checkCreate(record)
    return try rules(of: table).create(&record, work)
  }

  /// A document made with its lines is totalled once, behind the last of them.
  public func together<T>(_ body: () throws -> T) throws -> T {
    if openDocuments != nil { return try body() }
    openDocuments = OpenDocuments()
    defer { openDocuments = nil }
    let result = try body()
    try settleOpenDocuments()
    return result
  }

  /// Writes what was put off, before something may read it.
  private func settleOpenDocuments() throws {
    guard let open = openDocuments else { return }
    openDocuments = OpenDocuments()
    try open.finish()
  }

  public func update(_ table: TableDefinition, _ row: Row, _ changes: Draft, in session: Session) throws -> Row {
    try settleOpenDocuments()
    let work = try Work(self, session)
    try TeamRole.check(.write, table, work)
    var record = Record(changing: row, of: table, changes)
    try Authorization(work)?.update(record, row)
    try checkNewOwner(record, work)
    try DuplicateDetection.check(record, work)
    try ReadOnlyRules(work)?.checkUpdate(record)
    return try rules(of: table).update(&record, work)
  }

  public func delete(_ table: TableDefinition, _ row: Row, in session: Session) throws {
    try settleOpenDocuments()
    let work = try Work(self, session)
    try TeamRole.check(.delete, table, work)
    try Authorization(work)?.delete(table, row)
    try ReadOnlyRules(work)?.checkDelete(row)
    try rules(of: table).delete(row, of: table, work)
  }

  public func invoke(_ operation: OData.Operation, on row: Row?, parameters: JSONObject, in session: Session) throws -> OperationResult {
    let work = try Work(self, session)
    try OperationPrivileges.check(operation, on: row, work)
    try ReadOnlyRules(work)?.checkOperation(operation.name, on: row, parameters)
    switch (operation.name, row) {
    case ("QualifyLead", let lead?): return try QualifyLead.answer(lead, parameters, work)
    case ("WinOpportunity", _): try CloseOpportunity.run(operation.name, to: OpportunitySpecifics.won, parameters, work)
    case ("LoseOpportunity", _): try CloseOpportunity.run(operation.name, to: OpportunitySpecifics.lost, parameters, work)
    case ("GenerateQuoteFromOpportunity", _):
      return try ColumnSet.answer(GenerateFromOpportunity.run(.quote, parameters, work), work.table("quote"), parameters)
    case ("GenerateSalesOrderFromOpportunity", _):
      return try ColumnSet.answer(GenerateFromOpportunity.run(.order, parameters, work), work.table("salesorder"), parameters)
    case ("GenerateInvoiceFromOpportunity", _):
      return try ColumnSet.answer(GenerateFromOpportunity.run(.invoice, parameters, work), work.table("invoice"), parameters)
    case ("GetQuoteProductsFromOpportunity", let quote?): try OpportunityProducts.copy(to: .quote, quote, parameters, work)
    case ("GetSalesOrderProductsFromOpportunity", let order?): try OpportunityProducts.copy(to: .order, order, parameters, work)
    case ("GetInvoiceProductsFromOpportunity", let invoice?): try OpportunityProducts.copy(to: .invoice, invoice, parameters, work)
    case ("WinQuote", _): try CloseQuote.run(operation.name, to: QuoteSpecifics.won, parameters, work)
    case ("CloseQuote", _): try CloseQuote.run(operation.name, to: QuoteSpecifics.closed, parameters, work)
    case ("ReviseQuote", _): return try ColumnSet.answer(ReviseQuote.run(parameters, work), work.table("quote"), parameters)
    case ("ConvertQuoteToSalesOrder", _):
      return try ColumnSet.answer(ConvertQuoteToSalesOrder.run(parameters, work), work.table("salesorder"), parameters)
    case ("ConvertSalesOrderToInvoice", _):
      return try ColumnSet.answer(ConvertSalesOrderToInvoice.run(parameters, work), work.table("invoice"), parameters)
    case ("FulfillSalesOrder", _): try CloseOrder.run(operation.name, to: OrderSpecifics.fulfilled, parameters, work)
    case ("CancelSalesOrder", _): try CloseOrder.run(operation.name, to: OrderSpecifics.canceled, parameters, work)
    case ("msdynce_ActivateOrder", let order?): try OrderActivation.activate(order, work)
    case ("LockSalesOrderPricing", let order?): try PricingLock.set(true, .order, order, work)
    case ("UnlockSalesOrderPricing", let order?): try PricingLock.set(false, .order, order, work)
    case ("LockInvoicePricing", let invoice?): try PricingLock.set(true, .invoice, invoice, work)
    case ("RecalculatePrice", _): try PriceCalculation.recalculate(parameters, work)
    case ("CalculatePrice", _): try PriceCalculation.calculate(parameters, work)
    case ("WhoAmI", _): return try ServiceFunctions.whoAmI(work)
    case ("RetrieveVersion", _): return ServiceFunctions.version(work)
    case ("RetrieveProvisionedLanguages", _), ("RetrieveAvailableLanguages", _): return ServiceFunctions.languages(operation.name)
    case ("RetrieveCurrentOrganization", _): return try ServiceFunctions.currentOrganization(work)
    case ("RetrieveTotalRecordCount", _): return try ServiceFunctions.totalRecordCount(parameters, work)
    case ("GetQuantityDecimal", _): return try QuantityDecimal.run(parameters, work)
    case ("RetrieveExchangeRate", _): return try ExchangeRate.run(parameters, work)
    case ("InitializeFrom", _): return try InitializeFrom.run(parameters, work)
    case ("BulkDelete", _): return try BulkDelete.run(parameters, work)
    case ("AddPrivilegesRole", let role?): try RolePrivileges.add(role, parameters, work)
    case ("RemovePrivilegeRole", let role?): try RolePrivileges.remove(role, parameters, work)
    case (let name, _) where SharingOperations.names.contains(name): throw ServiceError.notEmulated("sharing rows")
    default: throw ServiceError.notEmulated("operation \(operation.name) of Sales")
    }
    return .nothing
  }

  /// The days the organization keeps changes for delta links.
  public var changeTrackingDays: Int {
    get throws { Int(try organizationRow()?["expirechangetrackingindays"].intValue ?? 7) }
  }

  /// The money columns of a table; found out when somebody first writes to it.
  func moneyColumns(of table: TableDefinition) -> MoneyColumns {
    if let known = moneyColumns[table.name] { return known }
    let columns = MoneyColumns(table)
    moneyColumns[table.name] = columns
    return columns
  }

  /// The definitions of the tables; made when somebody first asks.
  func metadataCatalog() throws -> MetadataCatalog {
    if let definitions { return definitions }
    let catalog = try model.derived.value("definitions") { try MetadataCatalog(model, directory: Self.modelDirectory) }
    definitions = catalog
    return catalog
  }

  /// Besides the teams the directory names, every user of a business unit is a member of its default team [inferred].
  public func queryCaller(in session: Session) throws -> QueryCaller? {
    let work = try Work(self, session)
    let profile = try profile(of: work.caller, named: session.caller?.teams ?? [])
    return QueryCaller(
      user: work.caller, businessUnit: profile.unit ?? work.organization.businessUnit, teams: Array(profile.owners.dropFirst()))
  }

  /// The organization row; read again for every operation, since settings change and snapshots come back.
  func organization() throws -> Organization {
    guard let row = try organizationRow() else {
      throw errors.internalError("The store has no organization row: restore a snapshot of a Sales twin, or start with an empty store.")
    }
    return Organization(row: row)
  }

  private func organizationRow() throws -> Row? {
    let schema = model.schema("organization")
    if let id = organizationID, let row = try store.row(schema, key: [.guid(id)]) { return row }
    let row = try store.page(StoreQuery(schema, limit: 1)).rows.first
    organizationID = row?["organizationid"].guidValue
    return row
  }

  private func rules(of table: TableDefinition) -> any TableRules { tableRules[table.name] ?? PlainRules() }
}
