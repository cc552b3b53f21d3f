import CWire
import Synchronization

/// Gives memory back to the system after large messages. The allocator would keep what was freed, as much as its largest moment was;
/// a server that once answered a few huge requests would look as if it leaked.
public final class MemoryReturn: Sendable {
  /// From here on a message is large enough to be worth the milliseconds.
  private static let largeBytes = 1 << 20
  /// Blocks from this size on have pages of their own, which costs time for each: above what pages of rows usually need.
  private static let blockBytesKept: Int32 = 4 << 20
  private let isUnderWay = Mutex(false)

  init() {}

  /// Has the process keep little of what it freed, from now on. For programs that do nothing but serve: it holds for all of them.
  public static func keepLittle() { cwire_keep_free_memory_below(blockBytesKept) }

  /// Call it after a message of so many bytes was let go of.
  func afterMessage(of bytes: Int) {
    guard bytes >= Self.largeBytes else { return }
    // One at a time: many large messages in a row are one occasion.
    guard
      isUnderWay.withLock({ isUnderWay in
        defer { isUnderWay = true }
        return !isUnderWay
      })
    else { return }
    Task.detached(priority: .background) { [self] in
      // Not at once: what comes next may want the same memory.
      try? await Task.sleep(for: .milliseconds(500))
      isUnderWay.withLock { $0 = false }
      cwire_return_free_memory()
    }
  }
}
