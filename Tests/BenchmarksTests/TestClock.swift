import Synchronization

/// A clock that moves when a test says so, or by itself with each look.
final class TestClock: Sendable {
  private let nanoseconds = Mutex<Int64>(0)

  var now: Int64 {
    get { nanoseconds.withLock { $0 } }
    set { nanoseconds.withLock { $0 = newValue } }
  }

  /// Moves it, and answers the new time.
  @discardableResult
  func advance(by duration: Int64 = 1000) -> Int64 {
    nanoseconds.withLock {
      $0 += duration
      return $0
    }
  }
}
