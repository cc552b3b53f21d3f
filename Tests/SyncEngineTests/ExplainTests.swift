import Ambient
import OData
import Testing

@testable import SyncEngine

/// Why a record is where it is, and why a run was empty: what scenarios cannot bring about. The rest is in scenarios/explain.
struct ExplainTests {
  private func record(_ world: StubWorld, _ key: String, _ project: Project? = nil) async throws -> RecordExplanation {
    let explanation = try await world.engine.explain(project ?? world.project("T1"), key: key)
    return try #require(explanation.tasks.first?.records.first)
  }

  @Test("Two source rows with one key at the destination are named, each with the other")
  func keyGivenTwice() async throws {
    let world = try StubWorld()
    let first = world.account("A-1", name: "One")
    let second = world.account("A-1", name: "Uno")
    let explanation = try await world.engine.explain(world.project("T1"), key: try #require(first["accountid"]?.stringValue))
    let records = explanation.tasks[0].records
    #expect(records.map(\.verdict) == [.keyGivenTwice, .keyGivenTwice])
    #expect(records[0].cause.contains(try #require(second["accountid"]?.stringValue)))
  }

  @Test("A write that was never answered is told as in doubt")
  func inDoubt() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    world.supplyChain.fault = { $0.target.hasSuffix("$batch") ? .lost : nil }
    try await world.run("T1")
    world.supplyChain.fault = { _ in nil }
    let record = try await record(world, "A-1")
    #expect(record.verdict == .inDoubt)
    #expect(record.ledger?.attempts == 1)
  }

  @Test("A value that fits no column of the destination holds its row back")
  func unmappable() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One", ["creditlimit": "much"])
    let record = try await record(world, "A-1")
    #expect(record.verdict == .valueCannotBeMapped)
    #expect(record.cause.contains("Cannot convert the value 'much'"))
  }

  @Test("A row that the task has read past is moved by a run with all data only, and that is said")
  func passedBy() async throws {
    let world = try StubWorld()
    let account = world.account("A-1", name: "One")
    world.account("A-2", name: "Two")
    try await world.run("T1")
    // Put in its place behind the engine's back, with an old version.
    world.sales.tables["accounts"]?.append([
      "accountid": .string(GUID(high: 1, low: 1).description), "name": "Old", "accountnumber": "A-0", "versionnumber": 1,
    ])
    #expect(account["versionnumber"] != nil)
    let record = try await record(world, "A-0")
    #expect(record.verdict == .passedBy)
    #expect(record.remedy?.contains("all data") == true)
  }

  @Test("A project that is not valid is explained by its problems")
  func invalid() async throws {
    let world = try StubWorld()
    var project = world.project("T1")
    try project.setFilter("nosuchcolumn eq 1")
    let explanation = try await world.engine.explain(project, key: "A-1")
    #expect(explanation.problems.map(\.code) == ["DIPV1012"])
    #expect(explanation.lines[0] == "T1 does not run, so that nothing of it moves:")
  }

  @Test("A clause of the filter that a row does not pass is named, the others too; text and JSON say the same")
  func clauses() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    var project = world.project("T1")
    try project.setFilter("name ne 'Two' and (name eq 'Two' or name eq 'Three') and accountnumber ne null")
    let record = try await record(world, "A-1", project)
    #expect(record.clauses.map(\.holds) == [true, false, true])
    #expect(record.clauses[1].text == "name eq 'Two' or name eq 'Three'")
    #expect(record.verdict == .heldByFilter)
    let explanation = try await world.engine.explain(project, key: "USMF,A-1")
    #expect(explanation.lines.contains("    held by name eq 'Two' or name eq 'Three'"))
    #expect(explanation.json["version"] == 1)
    #expect(explanation.json["tasks"]?.arrayValue?[0]["records"]?.arrayValue?[0]["verdict"] == "heldByFilter")
  }

  @Test("Explaining writes nothing, neither at the systems nor in the ledger, and needs no lease")
  func readsOnly() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    try await world.run("T1")
    let writes = world.supplyChain.writes.count + world.sales.writes.count
    try world.ledger.acquire(holder: "another", at: world.clock.now) { _ in false }
    world.ledger.beforeWriting = { Issue.record("the ledger was written") }
    #expect(try await record(world, "A-1").verdict == .atDestination)
    #expect(world.supplyChain.writes.count + world.sales.writes.count == writes)
  }

  @Test("An empty run keeps in the ledger what each clause lets through, and concludes")
  func counts() async throws {
    let world = try StubWorld()
    for number in 1...3 { world.account("A-\(number)", name: "Account \(number)") }
    var project = world.project("T1")
    try project.setFilter("name ne 'Account 1' and name eq 'Nobody'")
    let execution = try await world.engine.run(project)
    #expect(execution.status == .completed)
    let counts = try #require(execution.tasks[0].filterCounts)
    #expect(counts.counts.map(\.rows) == [3, 2, 0, 0])
    #expect(counts.finding == "no row passes name eq 'Nobody'")
    #expect(
      counts.lines == [
        "nothing was read: no row passes name eq 'Nobody'", "  rows at the source    3", "  name ne 'Account 1'   2",
        "  name eq 'Nobody'      0",
        "  every clause at once  0",
      ])
    #expect(try world.ledger.filterCounts(execution: execution.id) == [0: counts])

    var options = RunOptions()
    options.explainsSilence = false
    #expect(try await world.engine.run(project, options: options).tasks[0].filterCounts == nil)
  }

  @Test("Dataverse counts no further than 5,000, and the text says so")
  func countedNoFurther() {
    #expect(FilterCount(subject: .source, rows: 5000, isLeast: true).text == "5,000 or more")
    #expect(
      FilterCounts([FilterCount(subject: .source, rows: 0)], hint: "it shows little").finding == "the source has no row; it shows little")
    #expect(
      FilterCounts([.init(subject: .source, rows: 9), .init(subject: .clause("a"), rows: 1), .init(subject: .filter, rows: 0)]).finding
        == "each clause lets rows through, but no row passes all of them at once")
    #expect(
      FilterCounts([.init(subject: .source, rows: 9), .init(subject: .changes, rows: 0)]).finding == "no row has changed since the last run"
    )
  }
}
