import Ambient
import Faults
import OData
import Testing
import Twin

@testable import Scenarios

/// What faults do at the doors of a world.
struct FaultStageTests {
  private let world: World
  private let twins: Twins
  private let faults: FaultStage

  init() async throws {
    world = try await TwinWorldFactory().world(WorldConfiguration())
    twins = try #require(world.twins)
    faults = twins.faults
  }

  private func get(_ set: String = "accounts") -> TwinAnswer { twins.sales.handle(HTTPRequest(.get, "/api/data/v9.2/\(set)")) }

  private func hits(_ count: Int) -> [Int] { (1...count).filter { _ in get().response?.status != 200 } }

  @Test(
    "An aim hits the calls it counts",
    arguments: [
      (FaultAim(), Array(1...10)), (FaultAim(call: 3), Array(3...10)), (FaultAim(call: 2, every: 4), [2, 6, 10]),
      (FaultAim(every: 3, atMost: 2), [1, 4]), (FaultAim(probability: 0), []), (FaultAim(system: "supplyChain"), []),
      (FaultAim(entity: "contacts"), []), (FaultAim(entity: "ACCOUNTS", atMost: 1), [1]), (FaultAim(operation: .create), []),
    ])
  func counting(aim: FaultAim, expected: [Int]) throws {
    try faults.add(FaultRule("server-error", aim: aim))
    #expect(hits(10) == expected)
    try faults.healAll()
    #expect(hits(3) == [])
  }

  @Test("A window of virtual time begins with its first moment and ends before its last")
  func window() throws {
    let start = world.clock.now
    try faults.add(FaultRule("server-error", aim: FaultAim(from: start.adding(seconds: 10), until: start.adding(seconds: 20))))
    var struck: [Int64] = []
    for second in [0, 9, 10, 19, 20, 30] as [Int64] {
      world.clock.advance(milliseconds: start.adding(seconds: second).milliseconds - world.clock.now.milliseconds)
      if get().response?.status != 200 { struck.append(second) }
    }
    #expect(struck == [10, 19])
  }

  @Test("A batch is hit by what its parts do, and as a batch")
  func batches() throws {
    let parts = [HTTPRequest(.get, "/api/data/v9.2/contacts"), HTTPRequest(.get, "/api/data/v9.2/accounts")]
    let (type, body) = BatchFormat.encodeRequest(parts.map { .request(BatchPart(request: $0)) }, boundary: "b")
    let batch = HTTPRequest(.post, "/api/data/v9.2/$batch", headers: ["Content-Type": type], body: body)
    for (aim, isHit) in [
      (FaultAim(entity: "accounts"), true), (FaultAim(entity: "$batch"), true), (FaultAim(operation: .read), true),
      (FaultAim(entity: "accounts", operation: .batch), true), (FaultAim(entity: "quotes"), false), (FaultAim(operation: .create), false),
    ] {
      try faults.add(FaultRule("reset-before-send", aim: aim))
      #expect((twins.sales.handle(batch).response == nil) == isHit, "\(aim)")
      try faults.healAll()
    }
  }

  @Test("Faults of one call stand round each other, the oldest outermost; what a scenario itself asks for passes")
  func nesting() async throws {
    try faults.add(FaultRule("commit-then-fail", ["status": 502], aim: FaultAim(operation: .create)))
    try faults.add(FaultRule("duplicate-delivery", aim: FaultAim(operation: .create)))
    let body: JSON = ["name": "Twice"]
    let answer = twins.sales.handle(HTTPRequest(.post, "/api/data/v9.2/accounts", body: body.encoded()))
    #expect(answer.response?.status == 502)
    #expect(try await world.sales.query(RecordQuery(set: "accounts")).count == 2)
    _ = try await world.sales.create("accounts", ["name": "Undisturbed"])
    #expect(faults.entries.map(\.hits) == [1, 1])
  }

  @Test("A system that is started again does not answer until it is up, and then as before")
  func restart() throws {
    try faults.add(FaultRule("restart", ["seconds": 30], aim: FaultAim(system: "sales", atMost: 1)))
    #expect(get().response == nil && get().response == nil)
    #expect(twins.supplyChain.handle(HTTPRequest(.get, "/data/CustomersV2")).response?.status == 200)
    world.clock.advance(milliseconds: 30_000)
    #expect(get().response?.status == 200)
  }

  @Test("A fault that finds nothing to strike says so, and the call passes")
  func trouble() throws {
    try faults.add(FaultRule("row-deleted", aim: FaultAim(entity: "accounts", operation: .read)))
    #expect(get().response?.status == 200)
    #expect(faults.entries.first?.trouble?.description.contains("finds no row of accounts") == true)
  }

  @Test("What is not there cannot be aimed at")
  func unknownEntity() {
    #expect(throws: FaultError.self) { try faults.add(FaultRule("time-out", aim: FaultAim(entity: "acounts"))) }
    #expect(throws: FaultError.self) { try faults.add(FaultRule("time-out", aim: FaultAim(system: "sales", entity: "CustomersV2"))) }
  }
}
