import ArgumentParser
import Commands
import Foundation
import OData
import SyncEngine
import Wire

/// The two systems and the ledger an engine works with, as every command of the engine takes them.
struct EngineOptions: ParsableArguments {
  @OptionGroup(title: "The two systems")
  var connection: ConnectionOptions

  @Option(help: ArgumentHelp("The file that remembers what is at the destination.", valueName: "file"))
  var ledger = "p2c-ledger.db"

  @Option(
    help: ArgumentHelp(
      "Work over the connection set of this file: where both systems are and how to sign in; see docs/connection-sets.md.",
      valueName: "file"))
  var connectionSet: String?

  @OptionGroup(title: "Signing in at both systems")
  var signIn: SignInOptions

  @OptionGroup var templates: TemplateOptions

  @OptionGroup(title: "The log")
  var log: LogOptions

  func validate() throws {
    if connectionSet != nil, connection.isUsed || signIn.isUsed {
      throw ValidationError("--connection-set says where the systems are and how to sign in; leave the other options about that out.")
    }
  }

  /// A project from its file, or one that is what its template is.
  /// - Throws: `CommandFailure` where there is neither a file nor a template of that name, and for a malformed file.
  func project(_ name: String) throws -> Project {
    let catalog = try templates.catalog()
    if let template = catalog.template(named: name) { return Project(name: name, template: template) }
    guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.contains("/") else {
      throw CommandFailure(
        .badCommandLine, "error: there is no template '\(name)', and for a project file its name does not end in .yaml; see p2c sync --help"
      )
    }
    return try templates.project(name, catalog)
  }

  /// An engine under the name of this process, so that another one finds out when it has ended.
  /// - Throws: `CommandFailure` for addresses and ledgers that cannot be used.
  func engine(_ environment: CommandEnvironment) throws -> SyncEngine {
    let connections = try self.connections(environment)
    do {
      let engine = SyncEngine(
        connectionSet: connections, ledger: try Ledger(.file(ledger)), clock: SystemClock(), logger: log.logger, name: LeaseHolder.own.name,
        isGone: LeaseHolder.isGone)
      engine.notifier = Notifier(
        ledger: engine.ledger, clock: SystemClock(), logger: log.logger, open: WireConnections(variables: environment.variables).sink)
      return engine
    } catch let error as LedgerError {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
  }

  private func connections(_ environment: CommandEnvironment) throws -> ConnectionSet {
    guard let connectionSet, let network = environment.network else { return try connection.connectionSet(signIn, environment) }
    return try network.connectionSet(file: connectionSet)
  }

  /// Runs a project and tells how it went.
  /// - Throws: `CommandFailure` where another engine has the ledger, and for a project that must not run.
  func run(_ project: Project, _ run: RunOptions, _ engine: SyncEngine, _ environment: CommandEnvironment) async throws -> Execution {
    let progress = SyncProgress(environment)
    engine.progress = progress.tell
    defer { engine.progress = nil }
    do {
      let execution = try await engine.run(project, options: run)
      progress.end()
      environment.output(Self.report(execution))
      return execution
    } catch let error as LedgerError {
      throw CommandFailure(.failed, "error: \(error)")
    } catch let error as SyncError {
      throw CommandFailure(.failed, "error: \(error)")
    }
  }

  static func report(_ execution: Execution) -> String {
    var text = "\(execution.project): \(execution.status.rawValue)\n"
    for problem in execution.problems { text += "  \(problem)\n" }
    for task in execution.tasks {
      text += "  \(task.task): read \(task.read), created \(task.created), updated \(task.updated), unchanged \(task.unchanged), "
      text += "skipped \(task.skipped), failed \(task.failed)\n"
      for row in task.rows where row.reason != nil { text += "    \(row.sourceKey): \(row.reason ?? "")\n" }
      for line in task.filterCounts?.lines ?? [] { text += "    \(line)\n" }
    }
    if let failure = execution.failure { text += "  \(failure)\n" }
    return text
  }
}
