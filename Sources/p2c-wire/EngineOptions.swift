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

  @OptionGroup(title: "Signing in at both systems")
  var signIn: SignInOptions

  @OptionGroup(title: "The log")
  var log: LogOptions

  /// - Throws: `CommandFailure` where no template has that name.
  func project(_ name: String) throws -> Project {
    guard let template = try TemplateCatalog.builtIn().template(named: name) else {
      throw CommandFailure(.badCommandLine, "error: there is no template '\(name)'; see p2c sync --help")
    }
    return Project(name: name, template: template)
  }

  /// An engine under the name of this process, so that another one finds out when it has ended.
  /// - Throws: `CommandFailure` for addresses and ledgers that cannot be used.
  func engine(_ environment: CommandEnvironment) throws -> SyncEngine {
    let connections = try connection.connectionSet(signIn, environment)
    do {
      return SyncEngine(
        connectionSet: connections, ledger: try Ledger(.file(ledger)), clock: SystemClock(), logger: log.logger, name: LeaseHolder.own.name,
        isGone: LeaseHolder.isGone)
    } catch let error as LedgerError {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
  }

  /// Runs a project and tells how it went.
  /// - Throws: `CommandFailure` where another engine has the ledger.
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

  private static func report(_ execution: Execution) -> String {
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
