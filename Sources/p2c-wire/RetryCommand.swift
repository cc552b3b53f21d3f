import ArgumentParser
import Commands
import SyncEngine

/// `p2c retry`.
struct RetryCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Try rows of a project again that wait, and nothing else.",
    discussion: """
      Rows that failed wait for another try; p2c rows --waiting lists them. An ordinary run tries them, too, beside what has changed.

      EXAMPLES
        p2c retry accounts
        p2c retry accounts --ledger ledger.db

      EXIT CODES
        0 none waits any more, 1 some wait still, or another engine has the ledger, 2 bad command line, 4 internal error
      """)

  @Argument(help: "The project, by the name it is run under: that of its template.")
  var project: String

  @OptionGroup var options: EngineOptions

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let project = try options.project(project)
    let engine = try options.engine(environment)
    let waiting = try engine.ledger.waitingEntries(project: project.name).count
    environment.output("\(waiting) \(waiting == 1 ? "row waits" : "rows wait")\n")
    if waiting == 0 { return .passed }
    let execution = try await options.run(project, RunOptions(scope: .waiting), engine, environment)
    return execution.status == .completed ? .passed : .failed
  }
}
