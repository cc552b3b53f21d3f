import Foundation
import OData
import SQLite
import Testing

@testable import SyncEngine

/// `p2c executions`, `rows` and `cancel`, on the built program and a ledger on disk.
struct LedgerCommandTests {
  private static let start = Timestamp(milliseconds: 1_522_742_400_000)

  /// A ledger with an execution that ended in a warning, an empty one, and one without an end.
  private func withLedger(isHeld: Bool = false, _ body: (URL) throws -> Void) throws {
    try Program.inFolder([:]) { folder in
      do {
        let ledger = try Ledger(.file(folder.appendingPathComponent("p2c-ledger.db").path))
        let first = try ledger.begin(project: "accounts", template: "Accounts", at: Self.start)
        let state = try ledger.state(project: "accounts", task: "Accounts - Customers", fingerprint: "x")
        func row(_ key: String, _ outcome: RowOutcome.Outcome, _ reason: String?) -> (outcome: RowOutcome, row: LedgerRow) {
          (
            RowOutcome(sourceKey: key, destinationKey: "usmf,\(key)", outcome: outcome, reason: reason),
            LedgerRow(
              destinationKey: "usmf,\(key)", sourceVersion: 1, hash: .none, filled: .none, outcome: outcome,
              isAtDestination: outcome == .created, attempts: outcome == .failed ? 1 : 0)
          )
        }
        try ledger.commit(
          task: state.id, execution: first, rows: [row("A-1", .created, nil), row("A-2", .failed, "Customer group 10 does not exist.")],
          watermark: 1, at: Self.start)
        var run = TaskRun(task: "Accounts - Customers")
        (run.read, run.created, run.failed) = (2, 1, 1)
        try finish(first, .warning, run, ledger)
        var empty = TaskRun(task: "Accounts - Customers")
        empty.filterCounts = FilterCounts([
          .init(subject: .source, rows: 2), .init(subject: .clause("name ne null"), rows: 0),
        ])
        try finish(try ledger.begin(project: "accounts", template: "Accounts", at: Self.start), .completed, empty, ledger)
        _ = try ledger.begin(project: "products", template: "Products", at: Self.start)
        if isHeld {
          // An engine of far away that has it for long.
          try ledger.database.execute("INSERT INTO lease (id, holder, since, until) VALUES (1, 'another:1', 0, 99999999999999)")
        }
      }
      try body(folder)
    }
  }

  private func finish(_ id: Int64, _ status: Execution.Status, _ task: TaskRun, _ ledger: Ledger) throws {
    try ledger.finish(
      Execution(
        id: id, project: "accounts", template: "T1", status: status, started: Self.start, finished: Self.start.adding(seconds: 60),
        tasks: [task],
        problems: [], failure: nil))
  }

  @Test("Executions are listed newest first; one without an end and without an engine was interrupted")
  func executions() throws {
    try withLedger { folder in
      let program = try Program.run(["executions"], in: folder)
      #expect(program.exitCode == 0)
      #expect(
        program.output == """
          execution  project   status       started               finished              upserts  errors
          3          products  Interrupted  2018-04-03T08:00:00Z
          2          accounts  Completed    2018-04-03T08:00:00Z  2018-04-03T08:01:00Z  0        0
          1          accounts  Warning      2018-04-03T08:00:00Z  2018-04-03T08:01:00Z  1        1

          """)
      #expect(try Program.run(["executions", "--limit", "0"], in: folder).exitCode == 2)
    }
  }

  @Test("The newest execution of a project that was empty says what each clause let through; JSON has all of it")
  func emptyExecution() throws {
    try withLedger { folder in
      let program = try Program.run(["executions", "--project", "accounts", "--limit", "1"], in: folder)
      #expect(
        program.output.hasSuffix(
          """

          execution 2, Accounts - Customers: nothing was read: no row passes name ne null
            rows at the source  2
            name ne null        0

          """))
      let json = try JSON(decoding: Array(try Program.run(["executions", "--json"], in: folder).output.utf8))
      #expect(json["version"] == 1)
      let executions = try #require(json["executions"]?.arrayValue)
      #expect(executions.map { $0["status"] } == ["Interrupted", "Completed", "Warning"])
      #expect(executions[1]["tasks"]?.arrayValue?[0]["counts"]?.arrayValue?.map { $0["rows"] } == [2, 0])
    }
  }

  @Test("Rows are listed with their reasons: all, those that wait, and those that failed in an execution")
  func rows() throws {
    try withLedger { folder in
      let waiting = """
        project   task                  source row  destination row  outcome  execution  reason
        accounts  Accounts - Customers  A-2         usmf,A-2         failed   1          Customer group 10 does not exist.

        1 row

        """
      #expect(try Program.run(["rows", "--waiting"], in: folder).output == waiting)
      #expect(try Program.run(["rows", "--execution", "1", "--failed"], in: folder).output == waiting)
      #expect(try Program.run(["rows", "--execution", "2"], in: folder).output == "no rows\n")
      #expect(try Program.run(["rows", "--project", "accounts"], in: folder).output.hasSuffix("\n2 rows\n"))
      let json = try JSON(decoding: Array(try Program.run(["rows", "--json"], in: folder).output.utf8))
      #expect(json["rows"]?.arrayValue?.map { $0["outcome"] } == ["created", "failed"])
      #expect(try Program.run(["rows", "--failed"], in: folder).exitCode == 2)
    }
  }

  @Test("Only an execution that an engine is at is cancelled")
  func cancel() throws {
    try withLedger(isHeld: true) { folder in
      #expect(try Program.run(["executions", "--project", "products"], in: folder).output.contains("In progress"))
      let program = try Program.run(["cancel", "products"], in: folder)
      #expect(program.exitCode == 0)
      #expect(program.output == "execution 3 of products stops behind the page it is at\n")
      #expect(try Program.run(["cancel", "accounts"], in: folder).exitCode == 1)
    }
    try withLedger { folder in
      let program = try Program.run(["cancel", "products"], in: folder)
      #expect(program.exitCode == 1)
      #expect(program.output == "products is not running\n")
    }
  }

  @Test("No ledger, no such project, and a file that is no ledger are mistakes of the command line, and nothing is made")
  func mistakes() throws {
    try Program.inFolder(["other.db": "no ledger at all, but long enough to be looked at by whoever opens it"]) { folder in
      let program = try Program.run(["executions"], in: folder)
      #expect(program.exitCode == 2)
      #expect(program.errors == "error: there is no ledger p2c-ledger.db; name one with --ledger\n")
      #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("p2c-ledger.db").path))
      #expect(try Program.run(["rows", "--ledger", "other.db"], in: folder).errors.contains("is no ledger"))
    }
    try withLedger { folder in
      let program = try Program.run(["rows", "--project", "account"], in: folder)
      #expect(program.exitCode == 2)
      #expect(program.errors == "error: the ledger knows no project 'account'; it has run accounts, products\n")
    }
  }
}
