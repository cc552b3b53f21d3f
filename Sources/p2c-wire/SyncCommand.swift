import ArgumentParser
import Commands
import Foundation
import SyncEngine

/// `p2c sync`: runs projects of the engine between two services over HTTP, once or by their schedules, and tells how it went.
struct SyncCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Run projects of the engine between two services over HTTP.",
    discussion: """
      A project is a file (docs/projects.md), or it is made from the Direct template of that name, with its defaults. Projects run in
      the order given; a project that does not end Completed does not keep the next from running. What was done is remembered in the
      ledger, so that the next call continues there. With --schedule, each runs at the moments of its schedule until it is told to stop.

      EXAMPLES
        p2c serve &
        p2c sync accounts contacts products
        p2c sync orders-to-supply-chain --ledger ledger.db --legal-entity usmf
        p2c sync customers.yaml orders.yaml --connection-set contoso.yaml
        p2c sync --schedule customers.yaml orders.yaml --connection-set contoso.yaml

      EXIT CODES
        0 every project Completed, or told to stop; 1 one ended in Warning or Error, or must not run; 2 bad command line; 3 a malformed
        file; 4 internal error
      """)

  @Argument(
    help:
      "Files of projects, or templates by short name (accounts, contacts, contacts-to-customers, products, quotes, orders-to-supply-chain, orders-to-sales, invoices), number (T1 to T8) or full name."
  )
  var projects: [String]

  @OptionGroup var options: EngineOptions
  @OptionGroup var changes: ChangeOptions

  @Flag(help: "Write every row, not only changed ones.")
  var allData = false

  @Flag(help: "Run projects at the moments of their schedules, until told to stop (SIGINT, SIGTERM).")
  var schedule = false

  @Option(help: ArgumentHelp("Write what was done, rows and requests, in the text format of Prometheus.", valueName: "file"))
  var metrics: String?

  func validate() throws {
    if schedule, allData || metrics != nil { throw ValidationError("--schedule goes neither with --all-data nor with --metrics.") }
  }

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let chosen = try projects.map { try options.project($0) }
    let engine = try options.engine(environment)
    var outcome = Outcome.passed
    var executions: [Execution] = []
    var run = RunOptions(scope: allData ? .allData : .changes)
    run.changes = changes.reading
    if schedule {
      try await ScheduledSync(engine: engine, ledger: options.ledger, options: run, environment: environment).follow(chosen)
      return .passed
    }
    for project in chosen {
      let execution = try await options.run(project, run, engine, environment)
      executions.append(execution)
      if execution.status != .completed { outcome = .failed }
    }
    if let metrics {
      do {
        // All of it or nothing: whoever collects the file may read at any time.
        try Data(PrometheusText.of(executions, traffic: engine.traffic).utf8).write(to: URL(fileURLWithPath: metrics), options: .atomic)
      } catch {
        throw CommandFailure(.badCommandLine, "error: \(metrics) cannot be written: \(error.localizedDescription)")
      }
    }
    return outcome
  }
}
