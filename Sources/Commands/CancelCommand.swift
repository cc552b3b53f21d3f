public import ArgumentParser
import SyncEngine

/// `p2c cancel`.
public struct CancelCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Ask the running execution of a project to stop behind the page it is at.",
    discussion: """
      Leaves a note in the ledger that the engine reads after every page. What was written stays; p2c resume goes on behind it.

      EXAMPLES
        p2c cancel accounts
        p2c cancel accounts --ledger ledger.db

      EXIT CODES
        0 it was asked, 1 nothing is running, 2 bad command line or no such ledger or project, 4 internal error
      """)

  @Argument(help: "The project to stop.") public var project: String
  @OptionGroup public var options: LedgerOptions

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let ledger = try options.open()
    try options.check(project, ledger)
    let lease = try ledger.lease()
    let newest = try ledger.executions(project: project, limit: 1).first
    let status = newest?.shownStatus(lease: lease, now: environment.now, isGone: LeaseHolder.isGone)
    guard let newest, status == "In progress", try ledger.cancel(project: project) else {
      environment.output("\(project) is not running\n")
      return .failed
    }
    environment.output("execution \(newest.id) of \(project) stops behind the page it is at\n")
    return .passed
  }
}
