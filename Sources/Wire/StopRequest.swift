public import Ambient
public import OData
import Synchronization
import UnixSignals

/// The machine's wish that this process ends (SIGINT, SIGTERM).
public final class StopRequest: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isMade = false
    var ending: String?
  }

  public init() {}

  public var isMade: Bool { state.withLock { $0.isMade } }

  /// What has to be told that it should end, once the wish is there: the name of a project that is running.
  public var ending: String? {
    get { state.withLock { $0.ending } }
    set { state.withLock { $0.ending = newValue } }
  }

  /// Listens until the returned task is cancelled.
  /// - Parameter end: told of the wish, with what is to end.
  public func listen(_ end: @escaping @Sendable (_ ending: String?) -> Void) -> Task<Void, Never> {
    Task.detached { [self] in
      for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
        let ending = state.withLock { state in
          state.isMade = true
          return state.ending
        }
        end(ending)
      }
    }
  }
}

/// The machine's clock, whose waits end when the process is wished to.
public final class StoppableClock: WorldClock {
  private let clock = SystemClock()
  private let stop: StopRequest

  public init(_ stop: StopRequest) { self.stop = stop }

  public var now: Timestamp { clock.now }

  /// - Throws: `CancellationError` soon after the wish was made.
  public func sleep(milliseconds: Int64) async throws {
    let end = now.milliseconds + milliseconds
    while now.milliseconds < end {
      if stop.isMade { throw CancellationError() }
      try await clock.sleep(milliseconds: min(200, end - now.milliseconds))
    }
  }
}
