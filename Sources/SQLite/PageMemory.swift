import CSQLite
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where SQLite keeps its pages: slots of one size, side by side in one reserved range of addresses.
///
/// A database in memory is nearly all pages of 4 KB. Between the texts and lists of requests, which live for a moment, they tear the heap
/// into pieces, and each is a memory page of its own to the processor. Apart from everything else, and on large memory pages where the
/// system has them, a load of 250,000 rows takes a tenth less time.
///
/// Slots that are given back are used again, and never given back to the system. What fits no slot, or finds none left, comes from where
/// SQLite takes memory otherwise.
enum PageMemory {
  /// A page of 4 KB with what SQLite keeps beside it. Blocks smaller than a page go where they always went.
  private static let slotSize = 4608
  private static let pageSize = 4096
  /// Addresses only: memory is taken from the system when a slot is first written to.
  private static let reservedBytes = 64 << 30
  private static let largePage = 2 << 20

  private struct Slots {
    /// The first slot never used.
    var next: UInt
    /// The slot given back last, which holds the address of the one before it; 0 for none.
    var free: UInt
    /// How many are in use.
    var lent = 0
  }

  static var lentBytes: Int { slots.withLock { $0.lent } * slotSize }

  /// What SQLite does by itself.
  private nonisolated(unsafe) static let usual: sqlite3_mem_methods? = {
    var methods = sqlite3_mem_methods()
    return csqlite_memory_methods(&methods) == SQLITE_OK && methods.xMalloc != nil ? methods : nil
  }()

  /// First address and one past the last; empty where the system reserves nothing.
  private static let range: Range<UInt> = {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    guard let start = mmap(nil, reservedBytes, PROT_READ | PROT_WRITE, flags, -1, 0), start != MAP_FAILED else { return 0..<0 }
    #if os(Linux)
      // Advice: without large pages it is as fast as the heap.
      _ = madvise(start, reservedBytes, MADV_HUGEPAGE)
    #endif
    let address = UInt(bitPattern: start)
    let first = (address + UInt(largePage) - 1) & ~UInt(largePage - 1)
    return first..<(address + UInt(reservedBytes))
  }()

  private static let slots = Mutex(Slots(next: range.lowerBound, free: 0))

  /// Whether SQLite takes its pages from here, from the first connection on. Where somebody else has used SQLite before, it does not.
  static let isInUse: Bool = {
    guard var methods = usual, !range.isEmpty else { return false }
    methods.xMalloc = { PageMemory.take(Int($0)) }
    methods.xFree = { PageMemory.giveBack($0) }
    methods.xRealloc = { PageMemory.resize($0, Int($1)) }
    methods.xSize = { block in
      guard let block, PageMemory.isSlot(block) else { return PageMemory.usual?.xSize(block) ?? 0 }
      return Int32(PageMemory.slotSize)
    }
    return csqlite_use_memory_methods(&methods) == SQLITE_OK
  }()

  private static func isSlot(_ block: UnsafeMutableRawPointer) -> Bool { range.contains(UInt(bitPattern: block)) }

  private static func take(_ count: Int) -> UnsafeMutableRawPointer? {
    if count >= pageSize, count <= slotSize, let slot = takeSlot() { return slot }
    return usual?.xMalloc(Int32(count))
  }

  private static func takeSlot() -> UnsafeMutableRawPointer? {
    let address: UInt = slots.withLock { slots in
      if let slot = UnsafePointer<UInt>(bitPattern: slots.free) {
        defer { slots.free = slot.pointee }
        slots.lent += 1
        return slots.free
      }
      guard slots.next + UInt(slotSize) <= range.upperBound else { return 0 }
      slots.lent += 1
      defer { slots.next += UInt(slotSize) }
      return slots.next
    }
    return UnsafeMutableRawPointer(bitPattern: address)
  }

  private static func giveBack(_ block: UnsafeMutableRawPointer?) {
    guard let block, isSlot(block) else { return usual?.xFree(block) ?? () }
    let address = UInt(bitPattern: block)
    slots.withLock { slots in
      UnsafeMutablePointer<UInt>(bitPattern: address)?.pointee = slots.free
      slots.free = address
      slots.lent -= 1
    }
  }

  private static func resize(_ block: UnsafeMutableRawPointer?, _ count: Int) -> UnsafeMutableRawPointer? {
    guard let block, isSlot(block) else { return usual?.xRealloc(block, Int32(count)) }
    if count <= slotSize { return block }
    guard let larger = usual?.xMalloc(Int32(count)) else { return nil }
    larger.copyMemory(from: block, byteCount: slotSize)
    giveBack(block)
    return larger
  }
}
