import Ambient
import OData
import Testing

@testable import SyncEngine

struct SchedulerTests {
  let world: StubWorld
  let scheduler: Scheduler

  init() throws {
    world = try StubWorld()
    scheduler = Scheduler(ledger: world.ledger, clock: world.clock)
  }

  private func project(
    _ name: String, every: String = "1 hour", start: String = "2018-04-03T08:00:00Z", end: String? = nil
  ) throws -> Project {
    var project = world.project("T1", name: name)
    project.schedule = Schedule(
      every: try #require(Recurrence(every)), from: try #require(Timestamp(start)), until: try end.map { try #require(Timestamp($0)) })
    return project
  }

  private func follow(_ hours: Int64, watch: @escaping (ScheduledRuns.Event) -> Void = { _ in }) async throws {
    let runs = ScheduledRuns(engine: world.engine, scheduler: scheduler, clock: world.clock, watch: watch)
    try await runs.run(until: world.clock.now.adding(seconds: hours * 3600))
  }

  @Test("A scheduled project runs at every moment of its schedule, and changes travel with the next run")
  func runs() async throws {
    try scheduler.add(try project("accounts"))
    world.account("A-1", name: "One")
    try await follow(3)
    let executions = try world.ledger.executions()
    #expect(executions.map { "\($0.started)" } == [11, 10, 9, 8].map { "2018-04-03T\($0 < 10 ? "0" : "")\($0):00:00Z" })
    #expect(executions.map(\.upserts) == [0, 0, 0, 1])
    #expect(world.clock.now == Timestamp("2018-04-03T11:00:00Z"))
  }

  @Test("A schedule that has ended lets nothing run any more")
  func ended() async throws {
    try scheduler.add(try project("accounts", end: "2018-04-03T09:30:00Z"))
    try await follow(10)
    #expect(try world.ledger.executions().count == 2)
    #expect(try scheduler.nextMoment() == nil)
  }

  @Test("Moments before a project was scheduled are not missed")
  func scheduledLater() async throws {
    try scheduler.add(try project("accounts", start: "2017-01-01T00:30:00Z"))
    #expect(try scheduler.due().isEmpty)
    try await follow(1)
    #expect(try world.ledger.executions().map { "\($0.started)" } == ["2018-04-03T08:30:00Z"])
    #expect(try world.ledger.missedRuns().isEmpty)
  }

  @Test("A run that takes longer than its schedule is not started a second time; what it passed over is told (R-ENG-2)")
  func longRun() async throws {
    try scheduler.add(try project("accounts"))
    world.sales.fault = { [clock = world.clock] _ in
      // The first run stretches over three moments.
      if clock.now < Timestamp("2018-04-03T11:00:00Z")! { clock.advance(milliseconds: 11_400_000) }
      return nil
    }
    var missed: [MissedRuns] = []
    try await follow(4) { if case .missed(let runs) = $0 { missed.append(runs) } }
    #expect(missed.map(\.count) == [3])
    #expect(missed.first?.reason == .underWay)
    #expect(missed.first.map { "\($0)" }?.contains("3 runs from 2018-04-03T09:00:00Z to 2018-04-03T11:00:00Z not started") == true)
    #expect(try world.ledger.missedRuns(project: "accounts") == missed)
    #expect(try world.ledger.executions().map { "\($0.started)" } == ["2018-04-03T12:00:00Z", "2018-04-03T08:00:00Z"])
  }

  @Test("An engine that was away makes up for what it missed with one run, and tells")
  func away() async throws {
    try scheduler.add(try project("accounts"))
    try await follow(1)
    world.clock.advance(milliseconds: 5 * 3_600_000 + 600_000)
    let again = Scheduler(ledger: world.ledger, clock: world.clock)
    try again.add(try project("accounts"))
    let due = try again.due()
    #expect(due.map { "\($0.moment)" } == ["2018-04-03T14:00:00Z"])
    #expect(due.first?.missed?.count == 4)
    #expect(due.first?.missed?.reason == .late)
    try await ScheduledRuns(engine: world.engine, scheduler: again, clock: world.clock).run(until: world.clock.now)
    #expect(try world.ledger.executions().count == 3)
    #expect(try world.ledger.missedRuns().map(\.count) == [4])
    #expect(try again.due().isEmpty)
  }

  @Test("A project that another engine keeps out waits for its next moment, and tells")
  func keptOut() async throws {
    try scheduler.add(try project("accounts"))
    try world.ledger.acquire(holder: "another engine", at: world.clock.now) { _ in false }
    var keptOut: [String] = []
    try await follow(1) { if case .keptOut(let project, _, _) = $0 { keptOut.append(project) } }
    #expect(keptOut == ["accounts"])
    #expect(try world.ledger.missedRuns().map(\.reason) == [.ledgerInUse])
    #expect(try world.ledger.executions().map { "\($0.started)" } == ["2018-04-03T09:00:00Z"], "its lease has run out by then")
  }

  @Test("The 51st scheduled project is refused; by hand it runs, and once another is off schedule it can be scheduled (R-ENG-15)")
  func limit() async throws {
    for number in 1...50 { try scheduler.add(try project("p\(number)")) }
    let last = try project("p51")
    let error = #expect(throws: SchedulerError.self) { try scheduler.add(last) }
    #expect(error == .tooMany(project: "p51", scheduled: 50))
    #expect(try await world.engine.run(last).status == .completed)
    try scheduler.add(try project("p50", every: "2 hours"))
    try scheduler.remove("p7")
    try scheduler.add(last)
    #expect(try scheduler.scheduled().count == 50)
  }

  @Test("An engine that is killed in a scheduled run makes that run when it is started again", arguments: 1...6)
  func killed(write: Int) async throws {
    struct Killed: Error {}
    try scheduler.add(try project("accounts"))
    world.account("A-1", name: "One")
    var writes = 0
    world.ledger.beforeWriting = {
      writes += 1
      if writes >= write { throw Killed() }
    }
    await #expect(throws: Killed.self) { try await follow(0) }
    world.ledger.beforeWriting = nil
    world.clock.advance(milliseconds: 60_000)
    let again = Scheduler(ledger: world.ledger, clock: world.clock)
    try again.add(try project("accounts"))
    let due = try again.due()
    #expect(due.map { "\($0.moment)" } == ["2018-04-03T08:00:00Z"])
    #expect(due.first?.missed == nil)
    try await ScheduledRuns(engine: world.engine, scheduler: again, clock: world.clock).run(until: world.clock.now)
    #expect(world.customers.count == 1)
    #expect(try again.due().isEmpty)
    #expect(try world.ledger.missedRuns().isEmpty)
  }

  @Test("Projects of one moment run in the order in which they were scheduled")
  func order() async throws {
    for name in ["c", "a", "b"] { try scheduler.add(try project(name)) }
    try await follow(0)
    #expect(try world.ledger.executions().reversed().map(\.project) == ["c", "a", "b"])
  }

  @Test("A project without consent or schedule is not scheduled")
  func refused() throws {
    var silent = try project("silent")
    silent.consent = nil
    #expect(throws: SyncError.noConsent(project: "silent")) { try scheduler.add(silent) }
    #expect(throws: SchedulerError.noSchedule(project: "by hand")) { try scheduler.add(world.project("T1", name: "by hand")) }
  }

  @Test("Executions older than 45 days are gone, and with them what was missed; the position is not (R-ENG-10)")
  func history() async throws {
    try scheduler.add(try project("accounts", every: "1 day"))
    world.account("A-1", name: "One")
    try await follow(60 * 24)
    let executions = try world.ledger.executions(limit: 1000)
    #expect(executions.count == 46)
    #expect(executions.last.map { "\($0.started)" } == "2018-04-18T08:00:00Z")
    #expect(world.supplyChain.writes.count == 1)
  }
}
