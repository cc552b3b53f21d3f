import Ambient
import OData
import SyncEngine
import Synchronization

/// Kills the engine of a world at one point: from then on no request of it goes out and nothing of it reaches the ledger, until it is
/// started again. Without a point it counts those there are.
public final class CrashPlan: Sendable {
  private struct State {
    var point: CrashPoint?
    var requests = 0
    var writes = 0
    var isDead = false

    mutating func die(at kind: CrashPoint.Kind, _ number: Int) {
      if point == CrashPoint(kind: kind, number: number) { isDead = true }
    }
  }

  /// A factory of worlds may be shared; a plan is for one world at a time.
  private let state = Mutex(State())

  /// What a killed process does.
  public struct Killed: Error, CustomStringConvertible {
    public var description: String { "the engine was killed" }
  }

  /// Requests that the engine has come to.
  public var requests: Int { state.withLock { $0.requests } }
  /// Writes of the ledger that it has come to.
  var writes: Int { state.withLock { $0.writes } }
  public var isDead: Bool { state.withLock { $0.isDead } }

  /// Gets ready for another world.
  func reset(to point: CrashPoint?) { state.withLock { $0 = State(point: point) } }

  /// Starts the engine again; it is not killed a second time.
  func revive() {
    state.withLock {
      $0.isDead = false
      $0.point = nil
    }
  }

  func willWrite() throws {
    try check {
      $0.writes += 1
      $0.die(at: .beforeWriting, $0.writes)
    }
  }

  /// - Throws: `Killed` where the engine is dead by now.
  public func willSend() throws {
    try check {
      $0.requests += 1
      $0.die(at: .beforeRequest, $0.requests)
    }
  }

  /// - Throws: as `willSend`.
  public func wasCarriedOut() throws { try check { $0.die(at: .beforeAnswer, $0.requests) } }

  public func wasAnswered() { state.withLock { $0.die(at: .afterAnswer, $0.requests) } }

  private func check(_ change: (inout sending State) -> Void) throws {
    let isDead = state.withLock {
      change(&$0)
      return $0.isDead
    }
    if isDead { throw Killed() }
  }
}

/// The way of an engine that may be killed. One request at a time, so that every one is a point of its own.
final class CrashingTransport: HTTPTransport {
  private let transport: any HTTPTransport
  private let plan: CrashPlan

  init(_ transport: any HTTPTransport, plan: CrashPlan) {
    self.transport = transport
    self.plan = plan
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    try plan.willSend()
    let response = try await transport.send(request)
    try plan.wasCarriedOut()
    plan.wasAnswered()
    return response
  }
}

/// The clock of an engine that may be killed: the dead wait for nothing.
final class CrashingClock: WorldClock {
  private let clock: any WorldClock
  private let plan: CrashPlan

  init(_ clock: any WorldClock, plan: CrashPlan) {
    self.clock = clock
    self.plan = plan
  }

  var now: Timestamp { clock.now }

  func sleep(milliseconds: Int64) async throws {
    if plan.isDead { throw CrashPlan.Killed() }
    try await clock.sleep(milliseconds: milliseconds)
  }
}
