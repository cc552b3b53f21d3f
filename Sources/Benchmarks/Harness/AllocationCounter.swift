import Glibc

/// How many blocks of memory the process has asked for so far, where somebody counts: `CI/allocations` puts a library before the allocator.
/// The allocator of glibc keeps no such figure itself.
struct AllocationCounter {
  private let read: @convention(c) () -> UInt64

  /// `nil` where nobody counts.
  init?() {
    guard let symbol = dlsym(nil, "p2c_allocations") else { return nil }
    read = unsafeBitCast(symbol, to: (@convention(c) () -> UInt64).self)
  }

  var count: Int { Int(read()) }
}
