import Ambient
import Faults
import Foundation
import OData
import Testing

@testable import Scenarios

/// Our engine under drawn mixes of faults: whatever goes wrong, once it is healed everything comes right within a few runs.
struct FaultsAndEngineTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test(
    "Accounts converge after any mix of faults that leaves the business alone, and nobody is doubled", arguments: 0..<24 as Range<UInt64>)
  func convergence(seed: UInt64) async throws {
    let factory = TwinWorldFactory()
    let world = try await factory.world(WorldConfiguration(seed: seed + 1))
    let schemas = try factory.schemas(WorldConfiguration())
    _ = try await world.load(Baseline(directory: Self.root.appendingPathComponent("Fixtures/usmf").path, path: .store, schemas: schemas))
    let faults = try #require(world.twins).faults
    var generator = SeededGenerator(seed: seed, stream: 99)
    let plan = FaultPlan.draw(5, of: FaultCatalogue.all.filter(\.family.leavesBusinessAlone), hitsMax: 3, by: &generator)
    try faults.add(plan)
    for _ in 0..<3 { _ = try? await world.engine.run(ProjectRequest(template: "T1", pageSize: 4)) }
    try faults.healAll()
    var writes: [Int] = []
    for _ in 0..<3 {
      let outcome = try await world.engine.run(ProjectRequest(template: "T1"))
      #expect(outcome.failed == 0 || writes.isEmpty, "\(plan.yaml)\n\(outcome)")
      writes.append(outcome.writes)
    }
    #expect(writes.last == 0, "\(plan.yaml)")
    #expect(try await world.supplyChain.query(RecordQuery(set: "CustomersV2")).count == 20, "\(plan.yaml)")
    await world.close()
  }
}
