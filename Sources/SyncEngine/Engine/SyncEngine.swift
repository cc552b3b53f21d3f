public import Ambient
public import Logging
import OData
import PlantedBugs

/// Moves rows between two OData services by projects, as the Data Integrator does, with stronger promises: it can be killed anywhere
/// and run again, and a second run over unchanged systems writes nothing.
///
/// ```swift
/// let engine = SyncEngine(connectionSet: connections, ledger: try Ledger(.file("ledger.db")), clock: clock, logger: logger)
/// let execution = try await engine.run(Project(name: "accounts", template: template))
/// ```
///
/// Not safe to use from two tasks at once, but for the refusal of a second start of a project that is running (R-ENG-2).
public final class SyncEngine {
  public let connectionSet: ConnectionSet
  public let ledger: Ledger
  let clock: any WorldClock
  let logger: Logger
  let clients: ServiceClients
  /// Tells others how runs ended, where projects ask for it.
  public var notifier: Notifier?
  private let metadata: MetadataCache
  private let fieldRules: FieldRulesCache
  private let compiledProjects: CompiledProjects
  private var knownLegalEntities: Set<String> = []
  private let name: String
  private let isGone: (String) -> Bool
  private var running: Set<String> = []

  /// - Parameters:
  ///   - logger: silent unless one is handed in.
  ///   - name: tells this engine from others that may open the same ledger; one that is started again keeps its name.
  ///   - isGone: whether an engine of another name is known to have ended without giving the ledger back.
  ///   - models: keeps what was read of metadata documents, and what was compiled by it; engines of one process may share it.
  ///   - marks: collects which retry and error paths were come to; engines of one process may share it.
  public init(
    connectionSet: ConnectionSet, ledger: Ledger, clock: any WorldClock,
    logger: Logger = Logger(label: "p2c.engine", factory: { _ in SwiftLogNoOpLogHandler() }), name: String = "engine",
    isGone: @escaping (String) -> Bool = { _ in false }, models: ReadModels = ReadModels(),
    marks: EngineMarks? = nil
  ) {
    self.connectionSet = connectionSet
    self.ledger = ledger
    self.clock = clock
    self.logger = logger
    self.name = name
    self.isGone = isGone
    clients = ServiceClients(clock: clock, logger: logger, marks: marks)
    metadata = MetadataCache(clients, models)
    fieldRules = FieldRulesCache(clients, models)
    compiledProjects = models.projects
  }

  /// Told of every page that is recorded: the project, and what its task has come to.
  public var progress: ((_ project: String, _ task: TaskRun) -> Void)?

  /// What went over the wire since the engine was made, by name of the endpoint.
  public var traffic: [String: Traffic] { clients.traffic }

  /// Forgets the metadata read so far, so that the next run reads it again: the "Refresh entities" button.
  public func refreshEntities() {
    metadata.clear()
    fieldRules.clear()
    knownLegalEntities = []
  }

  /// Looks at the setup of both ends, without writing anything; see `Doctor`.
  /// - Throws: `ServiceFailure` where an end does not answer.
  public func examineSetup(_ catalog: TemplateCatalog, era: TemplateEra = .direct) async throws -> [SetupFinding] {
    try await Doctor(connectionSet: connectionSet, catalog: catalog, clock: clock, logger: logger, era: era).examine()
  }

  /// Checks a project against the live metadata of both ends, without moving a row.
  /// - Throws: `ServiceFailure` where an end does not answer.
  public func validate(_ project: Project) async throws -> [ValidationProblem] {
    try await compiled(project, RunOptions()).problems
  }

  /// Runs a project once: its tasks in list order (R-ENG-1).
  /// - Throws: `SyncError`, `LedgerError.held`, and whatever keeps the ledger from being written. A failure of a service
  ///   ends the execution in the state Error instead.
  public func run(_ project: Project, options: RunOptions = RunOptions()) async throws -> Execution {
    guard let consent = project.consent else { throw SyncError.noConsent(project: project.name) }
    _ = try connectionSet.chosen(by: project)
    if !project.usesAdvancedQuery, try ledger.usesAdvancedQuery(project: project.name) {
      throw SyncError.advancedQueryStays(project: project.name)
    }
    guard running.insert(project.name).inserted else { throw SyncError.alreadyRunning(project: project.name) }
    defer { running.remove(project.name) }
    let started = clock.now
    if running.count == 1 { try ledger.acquire(holder: name, at: started, isGone: isGone) }
    defer { if running.count == 1 { release() } }
    try ledger.purge(now: started)
    let id = try ledger.begin(project: project.name, template: project.templateName, consent: consent, at: started)
    var log = logger
    log[metadataKey: "execution"] = "\(id)"
    log[metadataKey: "project"] = "\(project.name)"
    log.info("execution begun", metadata: ["template": "\(project.templateName)", "scope": "\(options.scope.rawValue)"])
    var result = Progress()
    do {
      let compiled = try await compiled(project, options)
      result.problems = compiled.problems
      if compiled.problems.isEmpty, project.usesAdvancedQuery { try ledger.keepAdvancedQuery(project: project.name, at: clock.now) }
      if compiled.problems.isEmpty { try await run(compiled.tasks, of: project, execution: id, options: options, log, into: &result) }
      for problem in compiled.problems { log.error("project is invalid", metadata: ["code": "\(problem.code)", "reason": "\(problem)"]) }
    } catch let failure as ServiceFailure {
      result.failure = failure.description
    }
    let execution = Execution(
      id: id, project: project.name, template: project.templateName, status: result.status, started: started, finished: clock.now,
      tasks: result.tasks,
      problems: result.problems, failure: result.failure)
    try ledger.finish(execution)
    if !execution.problems.isEmpty { clients.marks?.fire(.projectInvalid) }
    if let failure = execution.failure {
      clients.marks?.fire(.executionBrokenOff)
      log.error("execution broken off", metadata: ["reason": "\(failure)"])
    }
    log.info(
      "execution finished",
      metadata: ["status": "\(execution.status.rawValue)", "upserts": "\(execution.upserts)", "errors": "\(execution.errors)"])
    await notifier?.tell(execution, of: project)
    return execution
  }

  /// A lease that cannot be given back runs out by itself.
  private func release() {
    do {
      try ledger.release()
    } catch {
      logger.warning("the ledger's lease cannot be given back", metadata: ["reason": "\(error)"])
    }
  }

  private func run(
    _ tasks: [TaskPlan], of project: Project, execution: Int64, options: RunOptions, _ log: Logger, into result: inout Progress
  ) async throws {
    var rowsLeft = options.rowsMax
    for plan in PlantedBug.linesBeforeHeaders.isOn ? tasks.reversed() : tasks {
      let runner = try TaskRunner(
        plan: plan, connectionSet: connectionSet, project: project.name, execution: execution, ledger: ledger, clients: clients,
        options: options, logger: log, progress: progress.map { tell in { tell(project.name, $0) } })
      do {
        try await runner.run(rowsMax: rowsLeft)
        result.tasks.append(runner.run)
      } catch let failure as ServiceFailure {
        // Later tasks are not run: lines without their headers would only fail one by one.
        result.tasks.append(runner.run)
        result.failure = "task '\(plan.name)': \(failure.description)"
        return
      }
      rowsLeft -= runner.run.moved
      if rowsLeft <= 0 || runner.run.wasCanceled { return }
    }
  }

  func compiled(
    _ project: Project, _ options: RunOptions
  ) async throws -> (tasks: [TaskPlan], problems: [ValidationProblem]) {
    let connectionSet = try connectionSet.chosen(by: project)
    var ends: [ReadModel] = []
    for endpoint in [connectionSet.sales, connectionSet.supplyChain] {
      do {
        ends.append(try await metadata.model(of: endpoint, options: options))
      } catch let failure as ServiceFailure {
        guard let problem = ValidationProblem(connection: endpoint, failure) else { throw failure }
        return ([], [problem])
      }
    }
    var models = ProjectCompiler.Models(sales: ends[0], supplyChain: ends[1])
    try await addFieldRules(of: project, options, to: &models)
    if let unit = connectionSet.organization.businessUnit {
      let question = BusinessUnitQuestion(client: clients.client(of: connectionSet.sales, options), model: models.sales.edm)
      switch try await question.ask(about: unit) {
      case .team(let id): models.owner = id
      case .problem(let problem): return ([], [problem])
      }
    }
    var result = compiledProjects.result(of: project, over: connectionSet, models)
    if let problem = try await organizationProblem(of: connectionSet, models.supplyChain.edm, options) {
      result.problems.insert(problem, at: 0)
    }
    return result
  }

  private func organizationProblem(
    of connectionSet: ConnectionSet, _ model: EdmModel, _ options: RunOptions
  ) async throws -> ValidationProblem? {
    let company = connectionSet.legalEntity
    if company.isBlank {
      return ValidationProblem(
        code: .organizationMissing, message: "connection set '\(connectionSet.name)' has no legal entity for Supply Chain Management")
    }
    if !knownLegalEntities.contains(company) {
      let question = LegalEntityQuestion(client: clients.client(of: connectionSet.supplyChain, options), model: model)
      if try await question.exists(company) == false {
        return ValidationProblem(
          code: .organizationInvalid, subject: company, message: "\(connectionSet.supplyChain.name) has no legal entity '\(company)'")
      }
      knownLegalEntities.insert(company)
    }
    return nil
  }

  private func addFieldRules(of project: Project, _ options: RunOptions, to models: inout ProjectCompiler.Models) async throws {
    for task in project.tasks {
      let system = task.destination.system
      guard let type = models.model(system).entityType(ofSet: task.destination.entitySet) else { continue }
      models.fieldRules[system, default: [:]][type.name] = try await fieldRules.rules(
        of: type, at: connectionSet.endpoint(system), options: options)
    }
  }

  /// What an execution has come to so far.
  private struct Progress {
    var tasks: [TaskRun] = []
    var problems: [ValidationProblem] = []
    var failure: String?

    /// R-ENG-5. A run with nothing to move is complete.
    var status: Execution.Status {
      let failed = tasks.reduce(0) { $0 + $1.failed } + (failure == nil ? 0 : 1)
      let written = tasks.reduce(0) { $0 + $1.upserts }
      if tasks.contains(where: \.wasCanceled) { return .canceled }
      if !problems.isEmpty || (failed > 0 && (written == 0 || failure != nil)) { return .error }
      return failed > 0 || tasks.contains { $0.reachedLimit } ? .warning : .completed
    }
  }
}
