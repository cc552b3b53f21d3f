import Glibc

/// How long a thread was ready to run while others had the processors, as Linux counts it in `/proc/thread-self/schedstat`. A round without
/// any tells of the work and of what it waited for, on a machine as busy as may be.
struct WaitingTime {
  private let thread: pthread_t
  private let file: Int32

  /// Of the calling thread; `nil` where the system does not count it.
  init?() {
    thread = pthread_self()
    file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    guard nanoseconds != nil else {
      close(file)
      return nil
    }
  }

  func end() { close(file) }

  /// So far; `nil` on another thread, of which the file does not tell.
  var nanoseconds: Int64? {
    guard pthread_equal(pthread_self(), thread) != 0 else { return nil }
    // Three numbers: nanoseconds on a processor, nanoseconds waiting for one, turns.
    let count = 64
    return withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { buffer in
      let length = pread(file, buffer.baseAddress, count, 0)
      guard length > 0 else { return nil }
      let words = buffer.prefix(length).split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
      return words.count >= 2 ? Int64(String(decoding: words[1], as: UTF8.self)) : nil
    }
  }
}
