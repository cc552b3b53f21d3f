import OData
import Scenarios
import Testing

/// How long worlds live.
struct WorldLifeTests {
  @Test("A world ends with whoever holds it: thousands of scenarios run in one process")
  func ends() async throws {
    weak var twins: Twins?
    do {
      let world = try await Worlds.factory.world(WorldConfiguration())
      twins = world.twins
      #expect(twins != nil)
      await world.close()
    }
    #expect(twins == nil)
  }

  @Test("The world of a rehearsal that is closed ends with it: millions of seeds are lived through in one process")
  func rehearsalEnds() async throws {
    weak var log: EventLog?
    do {
      let rehearsal = try await RehearsalHall(baseline: "shop").rehearsal(settings: ["seed": 1])
      // The world writes it, and holds it.
      log = rehearsal.eventLog
      #expect(log != nil)
      await rehearsal.close()
    }
    #expect(log == nil)
  }
}
