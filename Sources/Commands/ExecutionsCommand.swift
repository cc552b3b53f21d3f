public import ArgumentParser
import OData
import SyncEngine

/// `p2c executions`.
public struct ExecutionsCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "executions", abstract: "List what the engine has run, newest first.",
    discussion: """
      Reads the ledger alone. An execution without an end is In progress while an engine holds the ledger, else Interrupted: its engine was
      killed, and the next run of the project goes on where it stopped.

      EXAMPLES
        p2c executions
        p2c executions --project accounts --limit 5
        p2c executions --json

      EXIT CODES
        0 done, 2 bad command line or no such ledger or project, 4 internal error
      """)

  @OptionGroup public var options: LedgerOptions

  @Option(help: "Only executions of this project.")
  public var project: String?

  @Option(help: "How many, at most.")
  public var limit = 100

  @Flag(help: "Write JSON.")
  public var json = false

  public init() {}

  public func validate() throws {
    if limit < 1 { throw ValidationError("--limit is a number from 1.") }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let ledger = try options.open()
    try options.check(project, ledger)
    let executions = try ledger.executions(project: project, limit: limit)
    let lease = try ledger.lease()
    let now = environment.now
    environment.output(
      json ? try Self.json(executions, ledger, lease, now).text + "\n" : try Self.text(executions, ledger, lease, now))
    return .passed
  }

  private static func text(_ executions: [ExecutionSummary], _ ledger: Ledger, _ lease: LedgerLease?, _ now: Timestamp) throws -> String {
    if executions.isEmpty { return "nothing has been run\n" }
    var table = TextTable(["execution", "project", "status", "started", "finished", "upserts", "errors"])
    for execution in executions {
      let hasEnded = execution.finished != nil
      table.append([
        "\(execution.id)", execution.project, execution.shownStatus(lease: lease, now: now, isGone: LeaseHolder.isGone),
        "\(execution.started)",
        execution.finished.map { "\($0)" } ?? "", hasEnded ? "\(execution.upserts)" : "", hasEnded ? "\(execution.errors)" : "",
      ])
    }
    guard let newest = executions.first else { return table.text }
    // Of the newest one, why it was empty: that is what people look for.
    let silence = try ledger.taskRuns(execution: newest.id).compactMap { run in
      run.filterCounts.map { "\nexecution \(newest.id), \(run.task): " + $0.lines.joined(separator: "\n") + "\n" }
    }
    return table.text + silence.joined()
  }

  /// The version of the shape `--json` writes.
  private static let jsonVersion: Int64 = 1

  private static func json(_ executions: [ExecutionSummary], _ ledger: Ledger, _ lease: LedgerLease?, _ now: Timestamp) throws -> JSON {
    .object([
      "version": .number(ExactDecimal(jsonVersion)),
      "executions": .array(
        try executions.map { execution in
          .object([
            "execution": .number(ExactDecimal(execution.id)), "project": .string(execution.project),
            "status": .string(execution.shownStatus(lease: lease, now: now, isGone: LeaseHolder.isGone)),
            "started": .string("\(execution.started)"),
            "finished": execution.finished.map { .string("\($0)") } ?? .null, "upserts": .number(ExactDecimal(execution.upserts)),
            "errors": .number(ExactDecimal(execution.errors)),
            "tasks": .array(try ledger.taskRuns(execution: execution.id).map(Self.json)),
          ])
        }),
    ])
  }

  private static func json(_ run: TaskRun) -> JSON {
    func number(_ value: Int) -> JSON { .number(ExactDecimal(value)) }
    return .object([
      "task": .string(run.task), "read": number(run.read), "created": number(run.created), "updated": number(run.updated),
      "unchanged": number(run.unchanged), "skipped": number(run.skipped), "failed": number(run.failed),
      "finding": run.filterCounts.map { .string($0.finding) } ?? .null,
      "counts": .array(
        (run.filterCounts?.counts ?? []).map {
          .object(["of": .string($0.label), "rows": number($0.rows), "isLeast": .bool($0.isLeast)])
        }),
    ])
  }
}
