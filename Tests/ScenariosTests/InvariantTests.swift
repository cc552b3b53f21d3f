import StrictYAML
import SyncEngine
import Testing

@testable import Scenarios

/// Each invariant is shown to catch what it is there for: a violation planted behind the engine's back.
struct InvariantTests {
  private static let goods = """
      - run: accounts
      - do: populate distinct product table
      - run: products
      - create: sales/salesorders
        with: {name: Order, customerid: {account: US-004}, pricelevelid: {name: CRM Service USA (sample)}}
        as: order
      - create: sales/salesorderdetails
        with: {salesorderid: "${order}", productid: D0003, uomid: {name: ea}, quantity: 3, manualdiscountamount: 10.00}
        as: line
      - do: activate order
        key: ${order}
      - run: orders to supply chain

    """

  private static let confirmed =
    goods + """
        - do: confirm order
          key: {SalesOrderNumber: "${order.ordernumber}"}
        - do: calculate sales totals
        - run: orders to sales

      """

  private func failure(_ steps: String) async throws -> FailureReport? {
    try await Worlds.failure("scenario: planted\nsteps:\n\(steps)")
  }

  @Test("An untouched flow keeps every invariant")
  func untouched() async throws {
    let result = try await Worlds.run("scenario: untouched\nsteps:\n\(Self.confirmed)")
    #expect(result.isPassed, "\(result.outcome)")
    #expect(result.documents == [DocumentCount(kind: "order", count: 1)])
  }

  @Test("Documents that may differ on purpose are not said to agree")
  func excepted() async throws {
    let result = try await Worlds.run(
      "scenario: excepted\nsteps:\n\(Self.confirmed)\ninvariants:\n  except: {same money: on purpose}\n")
    #expect(result.isPassed, "\(result.outcome)")
    #expect(result.documents.isEmpty)
  }

  @Test("Nothing lost: a customer that vanished at the destination is missed")
  func nothingLost() async throws {
    let report = try await failure(
      """
        - run: accounts
        - delete: supplyChain/CustomersV2
          key: US-011
      """)
    let found = try #require(report)
    #expect(
      found.message
        == "the invariant 'nothing lost' does not hold: accounts US-011 is in the scope of T1 but neither in Supply Chain (CustomersV2) nor waiting in the ledger"
    )
    #expect(found.records.count == 2)
    #expect(found.records.last?.title.hasSuffix("no such record") == true)
    #expect(found.ledger.count == 1)
  }

  @Test("Nothing lost: a row that waits with a reason is not lost")
  func waitingIsNotLost() async throws {
    #expect(try await failure("  - run: contacts\n    expect: {failed: 20}\n")?.message == nil)
  }

  @Test("Nothing doubled: a second Freight Tax line is found")
  func doubledFreightTax() async throws {
    let line = """
        - create: sales/salesorderdetails
          with: {salesorderid: "${order}", isproductoverridden: true, productdescription: Freight Tax, quantity: 1, priceperunit: 1}

      """
    let report = try await failure(Self.goods + line + line)
    #expect(report?.message.contains("the invariant 'nothing doubled' does not hold: order ") == true)
    #expect(report?.message.hasSuffix("has 2 Freight Tax lines") == true)
  }

  @Test("Nothing doubled: where the solution allows two accounts of one number, they are found")
  func doubledAccount() async throws {
    let report = try await Worlds.failure(
      """
      scenario: planted
      baseline: none
      settings: {sales: {solutionVersion: 15.0.0.2}}
      steps:
        - create: sales/accounts
          with: {name: A, accountnumber: X-1}
        - create: sales/accounts
          with: {name: B, accountnumber: X-1}
      """)
    #expect(report?.message == "the invariant 'nothing doubled' does not hold: Sales holds accounts x-1 more than once")
  }

  @Test("Same lines: a line that is gone on one side is missed")
  func sameLines() async throws {
    let report = try await failure(
      Self.goods + """
          - read: supplyChain/CDSSalesOrderLines
            where: {SalesOrderNumber: "${order.ordernumber}"}
            as: lines
          - delete: supplyChain/CDSSalesOrderLines
            key: {SalesOrderNumber: "${order.ordernumber}", LineCreationSequenceNumber: "${lines.0.LineCreationSequenceNumber}"}
        """)
    #expect(report?.message.contains("the invariant 'same lines' does not hold: order ") == true)
    #expect(report?.comparison?.what == "sequence numbers")
  }

  @Test("Same money: a cent more on one side is found, with the record on both sides")
  func sameMoney() async throws {
    let report = try await failure(
      Self.confirmed + """
          - update: sales/salesorderdetails
            key: ${line}
            with: {manualdiscountamount: 10.01}
        """)
    let found = try #require(report)
    #expect(found.message.contains("the invariant 'same money' does not hold: discount of line "))
    #expect(found.comparison?.expected == "10.00 (Supply Chain)" || found.comparison?.expected.hasPrefix("10") == true)
    #expect(found.records.map { $0.title.split(separator: " ")[0] } == ["Sales", "Supply"])
  }

  @Test("Same money: an invoice that differs by more than the tax on its header charge is found")
  func sameMoneyOfInvoice() async throws {
    let report = try await failure(
      Self.confirmed + """
          - do: post packing slip
            key: {SalesOrderNumber: "${order.ordernumber}"}
          - do: post invoice
            key: {SalesOrderNumber: "${order.ordernumber}"}
            as: number
          - run: invoices
          - update: sales/invoices
            key: ${number}
            with: {freightamount: 0.01}
        """)
    let found = try #require(report)
    #expect(found.message.contains("the invariant 'same money' does not hold: freight of invoice "))
    #expect(found.message.contains("total of invoice "))
  }

  @Test("Status moves forward: an order that falls back is found")
  func statusMovesForward() async throws {
    let report = try await failure(
      Self.confirmed + """
          - update: sales/salesorders
            key: ${order}
            with: {msdynce_processingstatus: 192350000}
        """)
    #expect(report?.message.contains("the invariant 'status moves forward' does not hold: the processing status of order ") == true)
    #expect(report?.comparison?.actual == "192350000 (number)")
  }

  @Test("Second run writes nothing: an engine that writes again is found")
  func secondRun() async throws {
    let world = try await Worlds.factory.world(WorldConfiguration())
    let restless = World(
      configuration: world.configuration, clock: world.clock, sales: world.sales, supplyChain: world.supplyChain, engine: RestlessEngine())
    let run = ScenarioRun(world: restless, baseline: nil)
    _ = try await run.execute(ProjectRequest(template: "accounts"), at: .start(of: "t"))
    let violations = try await SecondRunWritesNothing().violations(WorldState(run, history: StatusHistory()))
    #expect(violations.map(\.message) == ["running 'accounts' once more wrote rows in task Accounts - Customers"])
  }

  @Test("Second run writes nothing: a ledger that changes without a write is found")
  func forgetfulLedger() async throws {
    let world = try await Worlds.factory.world(WorldConfiguration())
    let engine = RestlessEngine()
    engine.updates = 0
    let restless = World(
      configuration: world.configuration, clock: world.clock, sales: world.sales, supplyChain: world.supplyChain, engine: engine)
    let run = ScenarioRun(world: restless, baseline: nil)
    _ = try await run.execute(ProjectRequest(template: "accounts"), at: .start(of: "t"))
    let violations = try await SecondRunWritesNothing().violations(WorldState(run, history: StatusHistory()))
    #expect(violations.map(\.message) == ["running every project once more wrote nothing, but changed what the ledger says of the rows"])
  }

  @Test(
    "A round that writes and learns nothing was a second run; where the engine learned something, or does not tell, it runs once more",
    arguments: [("the same", false), ("more", true), ("nothing", true)])
  func silentRound(tells: String, runsOnceMore: Bool) async throws {
    let world = try await Worlds.factory.world(WorldConfiguration())
    let engine = RestlessEngine()
    engine.updates = 0
    engine.tells = { runs in tells == "nothing" ? nil : tells == "more" ? "\(runs)" : "the same" }
    let restless = World(
      configuration: world.configuration, clock: world.clock, sales: world.sales, supplyChain: world.supplyChain, engine: engine)
    let run = ScenarioRun(world: restless, baseline: nil)
    _ = try await run.execute(ProjectRequest(template: "accounts"), at: .start(of: "t"))
    var complaint: String?
    do {
      try await WorldCheck(run, exceptions: [], at: .start(of: "t")).finish()
    } catch let failure as ScenarioFailure {
      complaint = failure.invariant
    }
    // This engine's ledger changes with every run, so that one more is one too many.
    #expect(complaint == (runsOnceMore ? SecondRunWritesNothing.name : nil))
    #expect(engine.runs == (runsOnceMore ? 3 : 2))
  }

  @Test("A scenario may leave an invariant out, with its reason")
  func exception() async throws {
    let report = try await Worlds.failure(
      """
      scenario: planted
      invariants: {except: {nothing lost: the customer was deleted on purpose}}
      steps:
        - run: accounts
        - delete: supplyChain/CustomersV2
          key: US-011
      """)
    #expect(report?.message == nil)
  }
}

/// An engine that writes the same row at every run and never remembers.
private final class RestlessEngine: ProjectEngine {
  func refreshEntities() {}
  func examineSetup(_ era: TemplateEra) async throws -> [SetupFinding] { [] }
  var updates = 1
  private(set) var runs = 0
  /// What it says it goes by, after so many runs.
  var tells: (Int) -> String? = { _ in nil }

  func memory() throws -> String? { tells(runs) }

  func run(_ request: ProjectRequest) async throws -> ProjectOutcome {
    runs += 1
    var task = TaskOutcome(task: "Accounts - Customers")
    task.updated = updates
    return ProjectOutcome(project: request.template, template: request.template, status: "Completed", tasks: [task], problems: [])
  }

  func ledgerLines(about key: String) throws -> [String] { [] }
  func ledgerFingerprint() throws -> String { "\(runs)" }
  func waiting(template: String) throws -> [WaitingRow] { [] }
}
