import CInstructions
import Glibc

/// Counts the instructions of what is measured: by the processor's counter where the machine lends it, by callgrind where the program runs
/// under it, else not at all.
final class InstructionCounter {
  private let descriptor: Int32
  private let isUnderValgrind: Bool

  init() {
    isUnderValgrind = cinstructions_is_under_valgrind() > 0
    descriptor = isUnderValgrind ? -1 : cinstructions_open()
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func start() {
    if isUnderValgrind { cinstructions_callgrind_start() } else if descriptor >= 0 { cinstructions_start(descriptor) }
  }

  /// - Parameter name: of what was counted; callgrind writes a file with that name in it.
  /// - Returns: the instructions; `nil` where they were counted by callgrind, or not at all.
  func stop(_ name: String) -> Int64? {
    if isUnderValgrind {
      cinstructions_callgrind_stop()
      name.withCString { cinstructions_callgrind_dump($0) }
      return nil
    }
    guard descriptor >= 0 else { return nil }
    let count = cinstructions_stop(descriptor)
    return count > 0 ? count : nil
  }
}
