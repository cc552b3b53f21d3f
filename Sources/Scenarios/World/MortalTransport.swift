import Ambient
import Faults
import OData
import SyncEngine

/// The way of an engine that a fault may kill: from then on nothing of it reaches a system, until it is started again.
final class MortalTransport: HTTPTransport {
  private let transport: any HTTPTransport
  private let faults: FaultStage

  init(_ transport: any HTTPTransport, _ faults: FaultStage) {
    self.transport = transport
    self.faults = faults
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    try faults.demandLivingEngine()
    return try await transport.send(request)
  }

  func send(
    _ requests: [HTTPRequest], mayBegin: (_ underWay: Int) -> Bool, answered: (HTTPAnswer) -> Void
  ) async -> [HTTPAnswer?] {
    if faults.engineIsDead { return requests.map { _ in .failure(EngineKilled()) } }
    return await transport.send(requests, mayBegin: { !faults.engineIsDead && mayBegin($0) }, answered: answered)
  }
}

/// The clock of an engine that a fault may kill: the dead wait for nothing.
final class MortalClock: WorldClock {
  private let clock: any WorldClock
  private let faults: FaultStage

  init(_ clock: any WorldClock, _ faults: FaultStage) {
    self.clock = clock
    self.faults = faults
  }

  var now: Timestamp { clock.now }

  func sleep(milliseconds: Int64) async throws {
    try faults.demandLivingEngine()
    try await clock.sleep(milliseconds: milliseconds)
  }
}
