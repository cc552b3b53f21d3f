public import Host
public import Scenarios
import Synchronization
public import Twin

/// Stands before a world and kills the process whose requests come through, where a plan says: before a request is carried out, before
/// its answer goes back, or a little after it did.
public final class KillingDoor: WorldDoor {
  private struct State {
    var plan: CrashPlan?
    var kill: (@Sendable () -> Void)?
  }

  private let place: MainActorWorld
  private let state = Mutex(State())

  /// After an answer the process has so much time at most: what it does with the answer is then done, half done or not begun.
  private static let graceMilliseconds = 40

  public init(_ place: MainActorWorld) { self.place = place }

  public func watch(_ plan: CrashPlan) { state.withLock { $0.plan = plan } }

  /// The process that the next requests come from.
  public func aim(_ kill: @escaping @Sendable () -> Void) { state.withLock { $0.kill = kill } }

  public func handle(_ request: WorldRequest) async -> TwinAnswer? {
    let (plan, kill) = state.withLock { ($0.plan, $0.kill) }
    guard let plan else { return await place.handle(request) }
    do {
      try plan.willSend()
      let answer = await place.handle(request)
      try plan.wasCarriedOut()
      plan.wasAnswered()
      if plan.isDead {
        // Different from point to point, and the same in every sweep.
        let grace = plan.requests * 17 % Self.graceMilliseconds
        Task {
          try await Task.sleep(for: .milliseconds(grace))
          kill?()
        }
      }
      return answer
    } catch {
      kill?()
      return TwinAnswer(ConnectionLost(wasCarriedOut: false))
    }
  }
}
