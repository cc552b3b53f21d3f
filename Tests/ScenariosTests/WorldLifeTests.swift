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
}
