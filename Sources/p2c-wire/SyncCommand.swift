import ArgumentParser
import Commands
import Logging
import OData
import SyncEngine
import Wire

/// `p2c sync`: runs projects of the engine between two services over HTTP, once, and tells how it went.
struct SyncCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Run projects of the engine between two services over HTTP.",
    discussion: """
      Each project is made from the Direct template of that name, with its defaults. Projects run in the order given; a project that
      does not end Completed does not keep the next from running. What was done is remembered in the ledger, so that the next call
      continues there.

      EXAMPLES
        p2c serve &
        p2c sync accounts contacts products
        p2c sync orders-to-supply-chain --ledger ledger.db --legal-entity usmf

      EXIT CODES
        0 every project Completed, 1 one ended in Warning or Error, 2 bad command line, 4 internal error
      """)

  @Argument(
    help:
      "Templates by short name (accounts, contacts, contacts-to-customers, products, quotes, orders-to-supply-chain, orders-to-sales, invoices), number (T1 to T8) or full name."
  )
  var projects: [String]

  @OptionGroup(title: "The two systems")
  var connection: ConnectionOptions

  @Option(help: ArgumentHelp("The file that remembers what is at the destination.", valueName: "file"))
  var ledger = "p2c-ledger.db"

  @OptionGroup(title: "Signing in at both systems")
  var signIn: SignInOptions

  @Flag(help: "Write every row, not only changed ones.")
  var allData = false

  @Flag(name: .shortAndLong, help: "Show the engine's log on standard error.")
  var verbose = false

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let catalog = try TemplateCatalog.builtIn()
    let chosen = try projects.map { name in
      guard let template = catalog.template(named: name) else {
        throw CommandFailure(.badCommandLine, "error: there is no template '\(name)'; see p2c sync --help")
      }
      return Project(name: name, template: template)
    }
    var logger = Logger(label: "p2c.sync")
    logger.logLevel = verbose ? .debug : .warning
    let engine = SyncEngine(
      connectionSet: try connection.connectionSet(signIn, environment), ledger: try Ledger(.file(ledger)), clock: SystemClock(),
      logger: logger)
    var outcome = Outcome.passed
    for project in chosen {
      let execution = try await engine.run(project, options: RunOptions(scope: allData ? .allData : .changes))
      environment.output(report(execution))
      if execution.status != .completed { outcome = .failed }
    }
    return outcome
  }

  private func report(_ execution: Execution) -> String {
    var text = "\(execution.project): \(execution.status.rawValue)\n"
    for problem in execution.problems { text += "  \(problem)\n" }
    for task in execution.tasks {
      text += "  \(task.task): read \(task.read), created \(task.created), updated \(task.updated), unchanged \(task.unchanged), "
      text += "skipped \(task.skipped), failed \(task.failed)\n"
      for row in task.rows where row.reason != nil { text += "    \(row.sourceKey): \(row.reason ?? "")\n" }
    }
    if let failure = execution.failure { text += "  \(failure)\n" }
    return text
  }
}
