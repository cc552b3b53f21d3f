import Synchronization

/// Hands out the scenarios of a run to its lanes, in their order.
final class ScenarioTurns: Sendable {
  private let state: Mutex<(next: Int, end: Int)>

  init(count: Int) { state = Mutex((0, count)) }

  /// The scenario whose turn is next; `nil` when there is none left.
  func next() -> Int? {
    state.withLock { state in
      guard state.next < state.end else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  /// Hands out no more.
  func stop() { state.withLock { $0.end = $0.next } }
}
