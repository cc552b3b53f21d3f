import OData
import SyncEngine
import Testing

struct ConsentTests {
  @Test("A project without consent moves nothing and leaves no execution (R-ENG-14)")
  func without() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    var project = world.project("T1")
    project.consent = nil
    let error = await #expect(throws: SyncError.self) { try await world.engine.run(project) }
    #expect(error == .noConsent(project: "T1"))
    #expect(error?.description.contains("consent: {by: NAME, on: DATE}") == true)
    #expect(world.customers.isEmpty)
    #expect(try world.ledger.executions().isEmpty)
  }

  @Test("Who has consented stands with every execution")
  func logged() async throws {
    let world = try StubWorld()
    var project = world.project("T1")
    project.consent = Consent(givenBy: "jo@contoso.com", date: CalendarDate("2018-04-01"))
    _ = try await world.engine.run(project)
    #expect(try world.ledger.executions().map(\.consent) == ["jo@contoso.com on 2018-04-01"])
  }

  @Test("A project runs for the organization it has chosen, and for none that the connection set does not have")
  func organizations() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    let set = ConnectionSet(
      name: "two", sales: world.sales.endpoint, supplyChain: world.supplyChain.endpoint,
      organization: OrganizationMapping(name: "usa", legalEntity: "USMF"),
      others: [OrganizationMapping(name: "germany", legalEntity: "DEMF")])
    let engine = SyncEngine(connectionSet: set, ledger: world.ledger, clock: world.clock)
    var project = world.project("T1")
    project.organization = "Germany"
    #expect(try await engine.run(project).status == .completed)
    #expect(world.customers.map { $0["dataAreaId"] } == ["demf"])
    project.organization = "france"
    let error = await #expect(throws: SyncError.self) { try await engine.run(project) }
    #expect(error?.description.contains("which connection set 'two' does not have; it has usa, germany") == true)
    #expect(try world.ledger.executions().count == 1)
  }
}
