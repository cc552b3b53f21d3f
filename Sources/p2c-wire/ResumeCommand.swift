import ArgumentParser
import Commands
import SyncEngine
import Wire

/// `p2c resume`.
struct ResumeCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Go on after an execution that was cancelled or killed.",
    discussion: """
      Says how the last execution of the project ended, and goes on behind the last page it recorded. A project that ended by itself is
      left alone.

      EXAMPLES
        p2c resume accounts

      EXIT CODES
        0 Completed, or nothing to resume, 1 ended in Warning or Error, or another engine has the ledger, 2 bad command line,
        4 internal error
      """)

  @Argument(help: "The project, by the name it is run under: that of its template.")
  var project: String

  @OptionGroup var options: EngineOptions

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let project = try options.project(project)
    let engine = try options.engine(environment)
    guard let last = try engine.ledger.executions(project: project.name, limit: 1).first else {
      environment.output("\(project.name) has never run; p2c sync \(project.name) begins\n")
      return .passed
    }
    if let status = last.status, status != Execution.Status.canceled.rawValue {
      environment.output("execution \(last.id) ended \(status) by itself; there is nothing to resume\n")
      return .passed
    }
    let rows = try engine.ledger.entries(lastHandledBy: last.id, project: project.name, isWaiting: false).count
    environment.output(
      "execution \(last.id), begun \(last.started), was \(last.status == nil ? "interrupted" : "cancelled") behind \(rows) recorded rows; "
        + "going on there\n")
    let execution = try await options.run(project, RunOptions(), engine, environment)
    return execution.status == .completed ? .passed : .failed
  }
}
