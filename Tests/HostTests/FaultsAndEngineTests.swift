import Ambient
import Faults
import Foundation
import OData
import Scenarios
import SyncEngine
import Testing
import Twin

/// What the engine makes of faults between it and the twins: the same doors stand there in process and on the wire.
struct FaultsAndEngineTests {
  private func world() async throws -> World {
    let factory = TwinWorldFactory()
    let world = try await factory.world(WorldConfiguration())
    let schemas = try factory.schemas(WorldConfiguration())
    _ = try await world.load(Baseline(directory: "\(checkout)/Fixtures/usmf", path: .store, schemas: schemas))
    let body: JSON = ["name": "Faulty Ltd", "accountnumber": "F-1"]
    let answer = try #require(world.twins).sales.handle(
      HTTPRequest(.post, "/api/data/v9.2/accounts", headers: ["Content-Type": "application/json"], body: body.encoded()))
    #expect(answer.response?.status == 204)
    return world
  }

  private func customers(_ world: World) throws -> [JSON] {
    let answer = try #require(world.twins).supplyChain.handle(HTTPRequest(.get, "/data/CustomersV2?$filter=CustomerAccount%20eq%20'F-1'"))
    return try JSON(decoding: try #require(answer.response).body)["value"]?.arrayValue ?? []
  }

  @Test("A Retry-After is waited for in virtual time, and the run completes")
  func throttled() async throws {
    let world = try await world()
    let faults = try #require(world.twins).faults
    try faults.add(
      FaultRule("throttled-requests", ["retryAfter": 45], aim: FaultAim(system: "supplyChain", entity: "$batch", atMost: 2)))
    let before = world.clock.now
    let outcome = try await world.engine.run(ProjectRequest(template: "T1"))
    #expect(outcome.status == "Completed", "\(outcome)")
    #expect(world.clock.now.milliseconds - before.milliseconds == 90_000)
    #expect(faults.entries.first?.hits == 2)
    #expect(try customers(world).count == 1)
  }

  @Test(
    "An answer that was lost after the commit is settled by reading back: nothing is doubled, nothing missing",
    arguments: ["reset-after-commit", "commit-then-fail", "time-out"])
  func answerLost(fault: String) async throws {
    let world = try await world()
    let faults = try #require(world.twins).faults
    try faults.add(FaultRule(fault, aim: FaultAim(system: "supplyChain", entity: "$batch", atMost: 1)))
    let outcome = try await world.engine.run(ProjectRequest(template: "T1"))
    #expect(faults.entries.first?.hits == 1)
    #expect(outcome.status == "Completed", "\(outcome)")
    #expect(try customers(world).count == 1)
    try faults.healAll()
    let again = try await world.engine.run(ProjectRequest(template: "T1"))
    #expect(again.tasks.allSatisfy { $0.created == 0 && $0.failed == 0 }, "\(again)")
  }
}
