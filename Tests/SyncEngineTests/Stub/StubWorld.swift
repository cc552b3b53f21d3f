import Ambient
import Logging
import OData
import SyncEngine

/// Two stub services with the entities of the templates, an engine between them, and a clock that stands still.
final class StubWorld {
  let sales: StubService
  let supplyChain: StubService
  let clock = VirtualClock(start: Timestamp("2018-04-03T08:00:00Z")!)
  let ledger: Ledger
  var keys = IntegrationKeys.prospectToCash
  private let catalog: TemplateCatalog

  init(ledger: Ledger? = nil) throws {
    catalog = try TemplateCatalog.builtIn()
    sales = StubService(.dataverse, StubModels.sales)
    supplyChain = StubService(.financeAndOperations, StubModels.supplyChain)
    self.ledger = try ledger ?? Ledger(.memory)
    for (code, name) in [("USD", "US Dollar"), ("EUR", "Euro")] {
      sales.insert("transactioncurrencies", ["isocurrencycode": .string(code), "currencyname": .string(name)])
    }
  }

  var engine: SyncEngine { engine(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) }

  func engine(_ logger: Logger) -> SyncEngine {
    SyncEngine(
      connectionSet: ConnectionSet(
        name: "test", sales: sales.endpoint, supplyChain: supplyChain.endpoint, legalEntity: "USMF", integrationKeys: keys),
      ledger: ledger, clock: clock, logger: logger)
  }

  func project(_ template: String, name: String? = nil) -> Project {
    Project(name: name ?? template, template: catalog.template(named: template)!)
  }

  @discardableResult
  func run(_ template: String, options: RunOptions = RunOptions()) async throws -> Execution {
    try await engine.run(project(template), options: options)
  }

  /// Only the named rows of a template's tasks, so that a test shows everything it moves.
  func project(_ template: String, keeping destinations: [String]) -> Project {
    var project = project(template)
    for index in project.tasks.indices {
      project.tasks[index].rows.removeAll { row in !destinations.contains { row.destination.description.lowercased() == $0.lowercased() } }
    }
    return project
  }

  @discardableResult
  func account(_ number: String?, name: String, currency: String? = "USD", _ more: JSONObject = [:]) -> JSONObject {
    var row: JSONObject = ["name": .string(name), "accountnumber": number.map { .string($0) } ?? .null]
    row["transactioncurrencyid"] =
      sales.tables["transactioncurrencies"]?.first { $0["isocurrencycode"]?.stringValue == currency }.map { .object($0) } ?? .null
    for member in more.members { row[member.name] = member.value }
    return sales.insert("accounts", row)
  }

  var customers: [JSONObject] { supplyChain.tables["CustomersV2"] ?? [] }
  func customer(_ account: String) -> JSONObject? { customers.first { $0["CustomerAccount"]?.stringValue == account } }
}
