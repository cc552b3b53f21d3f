import Ambient
import OData
import SyncEngine
import Testing

/// What the engine does when services are slow, refuse, or vanish.
struct FaultTests {
  private func isBatch(_ request: HTTPRequest) -> Bool { request.target.hasSuffix("$batch") }

  @Test("A throttled engine waits as long as it is told and then goes on", arguments: ["batch", "page"])
  func obeysRetryAfter(what: String) async throws {
    let world = try StubWorld()
    for number in 1...3 { world.account("A-\(number)", name: "Account \(number)") }
    var refusals = 2
    let refuse: (HTTPRequest) -> StubService.Fault? = { request in
      guard refusals > 0, what == "batch" ? request.target.hasSuffix("$batch") : request.target.contains("versionnumber") else {
        return nil
      }
      refusals -= 1
      return .answer(HTTPResponse(429, headers: ["Retry-After": "17"]))
    }
    if what == "batch" { world.supplyChain.fault = refuse } else { world.sales.fault = refuse }
    let start = world.clock.now
    let execution = try await world.run("T1")
    #expect(execution.status == .completed)
    #expect(execution.upserts == 3)
    #expect(world.clock.now.milliseconds - start.milliseconds == 34_000)
  }

  @Test("A part of a batch that is throttled is sent again alone")
  func throttledPart() async throws {
    let world = try StubWorld()
    for number in 1...3 { world.account("A-\(number)", name: "Account \(number)") }
    var refused = false
    world.supplyChain.fault = { request in
      guard request.method == .post, !request.target.hasSuffix("$batch"), request.body.contains(where: { $0 == 0x32 }), !refused,
        String(decoding: request.body, as: UTF8.self).contains("A-2")
      else { return nil }
      refused = true
      return .answer(HTTPResponse(429, headers: ["Retry-After": "5"]))
    }
    let execution = try await world.run("T1")
    #expect(execution.upserts == 3)
    #expect(world.customers.count == 3)
    #expect(refused)
  }

  @Test("A write whose answer never came is settled by reading back: nothing lost, nothing doubled", arguments: [true, false])
  func lostAnswer(wasCarriedOut: Bool) async throws {
    let world = try StubWorld()
    for number in 1...3 { world.account("A-\(number)", name: "Account \(number)") }
    var faults = 1
    world.supplyChain.fault = { request in
      guard request.target.hasSuffix("$batch"), faults > 0 else { return nil }
      faults -= 1
      return wasCarriedOut ? .answerLost : .lost
    }
    let execution = try await world.run("T1")
    #expect(execution.status == .completed)
    #expect(execution.tasks[0].created == 3)
    #expect(world.customers.count == 3)
  }

  @Test("A destination that stays away leaves rows in doubt; the next run ends in the same state as without the fault")
  func destinationGone() async throws {
    let world = try StubWorld()
    for number in 1...3 { world.account("A-\(number)", name: "Account \(number)") }
    world.supplyChain.fault = { $0.target.hasSuffix("$batch") ? .answerLost : nil }
    let first = try await world.run("T1")
    #expect(first.status == .error)
    world.supplyChain.fault = { _ in nil }
    let second = try await world.run("T1")
    #expect(second.status == .completed)
    #expect(world.customers.count == 3)
    let third = try await world.run("T1")
    #expect(third.upserts == 0)
  }

  @Test("A source that does not answer ends the execution in Error and keeps the position")
  func sourceGone() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    try await world.run("T1")
    world.account("A-2", name: "Two")
    world.sales.fault = { $0.target.contains("/accounts") ? .lost : nil }
    let execution = try await world.run("T1")
    #expect(execution.status == .error)
    #expect(execution.failure?.contains("no answer") == true)
    world.sales.fault = { _ in nil }
    #expect(try await world.run("T1").upserts == 1)
  }

  @Test("A refused caller is a failure of the service, not of each row")
  func unauthorized() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    world.supplyChain.fault = { $0.target.hasSuffix("$batch") ? .answer(HTTPResponse(401)) : nil }
    let execution = try await world.run("T1")
    #expect(execution.status == .error)
    #expect(execution.failure?.contains("HTTP 401") == true)
    world.supplyChain.fault = { _ in nil }
    #expect(try await world.run("T1").upserts == 1)
  }

  @Test("A batch that is refused as a whole is halved until the poison row stands alone")
  func poisonRow() async throws {
    let world = try StubWorld()
    for number in 1...9 { world.account("A-\(number)", name: "Account \(number)") }
    world.supplyChain.fault = { request in
      guard request.target.hasSuffix("$batch"), String(decoding: request.body, as: UTF8.self).contains("\"A-7\"") else { return nil }
      return .answer(HTTPResponse(500, headers: ["Content-Type": "text/html"], body: Array("<html>sorry</html>".utf8)))
    }
    let execution = try await world.run("T1")
    #expect(execution.status == .warning)
    #expect(execution.tasks[0].created == 8)
    #expect(execution.tasks[0].rows.map(\.destinationKey) == ["usmf,A-7"])
    #expect(execution.tasks[0].rows[0].reason?.contains("HTTP 500") == true)
  }

  @Test("A killed run is repeated by the next one without harm: the ledger has either the whole page or nothing")
  func killedBetweenWriteAndLedger() async throws {
    // The first engine's ledger dies with it after the destination has taken the rows.
    let world = try StubWorld()
    for number in 1...5 { world.account("A-\(number)", name: "Account \(number)") }
    try await world.run("T1")
    let reborn = SyncEngine(
      connectionSet: ConnectionSet(name: "t", sales: world.sales.endpoint, supplyChain: world.supplyChain.endpoint, legalEntity: "usmf"),
      ledger: try Ledger(.memory), clock: world.clock)
    let execution = try await reborn.run(world.project("T1"))
    #expect(execution.status == .completed)
    #expect(execution.tasks[0].updated == 5)
    #expect(world.customers.count == 5)
  }
}
