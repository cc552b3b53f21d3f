public import ArgumentParser
import OData
import SyncEngine

/// `p2c rows`.
public struct RowsCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "rows", abstract: "List rows the engine knows, with what became of each.",
    discussion: """
      Reads the ledger alone. Without options: every row, as it was last handled.

      EXAMPLES
        p2c rows --waiting                     rows that wait for another try, with their reasons
        p2c rows --waiting --project accounts
        p2c rows --execution 7                 rows that execution 7 was the last to handle
        p2c rows --execution 7 --failed        rows that failed in execution 7, also those that went well later

      EXIT CODES
        0 done, 2 bad command line or no such ledger or project, 4 internal error
      """)

  @OptionGroup public var options: LedgerOptions

  @Option(help: "Only rows of this project.")
  public var project: String?

  @Option(help: ArgumentHelp("Only rows of this execution.", valueName: "number"))
  public var execution: Int64?

  @Flag(help: "Rows that failed in the execution; needs --execution.")
  public var failed = false

  @Flag(help: "Rows that wait for another try.")
  public var waiting = false

  @Flag(help: "Write JSON.")
  public var json = false

  public init() {}

  public func validate() throws {
    if failed, execution == nil { throw ValidationError("--failed needs --execution; see p2c executions.") }
    if failed, waiting { throw ValidationError("Give --failed or --waiting, not both.") }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let ledger = try options.open()
    try options.check(project, ledger)
    let rows: [LedgerEntry]
    if failed, let execution {
      rows = try ledger.failures(execution: execution).filter { project == nil || $0.project == project }
    } else {
      rows = try ledger.entries(lastHandledBy: execution, project: project, isWaiting: waiting)
    }
    environment.output(json ? Self.json(rows).text + "\n" : Self.text(rows))
    return .passed
  }

  private static func text(_ rows: [LedgerEntry]) -> String {
    var table = TextTable(["project", "task", "source row", "destination row", "outcome", "execution", "reason"])
    for row in rows {
      table.append([
        row.project, row.task, row.sourceKey, row.destinationKey, "\(row.outcome)", "\(row.execution)", row.reason ?? "",
      ])
    }
    return rows.isEmpty ? "no rows\n" : table.text + "\n\(rows.count) \(rows.count == 1 ? "row" : "rows")\n"
  }

  /// The version of the shape `--json` writes.
  private static let jsonVersion: Int64 = 1

  private static func json(_ rows: [LedgerEntry]) -> JSON {
    .object(["version": .number(ExactDecimal(jsonVersion)), "rows": .array(rows.map(\.json))])
  }
}
