/// Finds a property or a column by its name. Business rules ask some hundred times for each row they write, and the general dictionary,
/// made to withstand keys that somebody chose to collide, spends most of that time on hashing. Names come from the model.
public struct NameIndex: Hashable, Sendable {
  /// Position of a name plus one, zero for none; a power of two of them, at most half in use.
  private let slots: ContiguousArray<UInt16>
  /// All names, one behind the other, and where each begins.
  private let bytes: ContiguousArray<UInt8>
  private let starts: ContiguousArray<Int>

  /// Of equal names the first is found.
  /// - Precondition: at most 65,535 names.
  public init(_ names: [String]) {
    var bytes = ContiguousArray<UInt8>()
    var starts: ContiguousArray<Int> = [0]
    for name in names {
      bytes.append(contentsOf: name.utf8)
      starts.append(bytes.count)
    }
    var size = 4
    while size < names.count * 2 { size *= 2 }
    var slots = ContiguousArray<UInt16>(repeating: 0, count: size)
    for (position, name) in names.enumerated() {
      var slot = Array(name.utf8).withUnsafeBufferPointer { Self.hash($0) } & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = UInt16(position + 1)
    }
    self.slots = slots
    self.bytes = bytes
    self.starts = starts
  }

  /// The position of the name in the list; `nil` where it is not there.
  public func index(of name: String) -> Int? {
    // The inner optional is the answer; the outer one is missing only for strings that are not kept as UTF-8.
    if let found = name.utf8.withContiguousStorageIfAvailable({ find($0) }) { return found }
    return Array(name.utf8).withUnsafeBufferPointer { find($0) }
  }

  private func find(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
    var slot = Self.hash(name) & (slots.count - 1)
    while true {
      let position = Int(slots[slot]) - 1
      if position < 0 { return nil }
      if isName(name, at: position) { return position }
      slot = (slot + 1) & (slots.count - 1)
    }
  }

  private func isName(_ name: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
    let start = starts[position]
    guard starts[position + 1] - start == name.count else { return false }
    return bytes.withUnsafeBytes { all in
      // From the end: names of one table often begin alike.
      let raw = UnsafeRawBufferPointer(name)
      var index = name.count
      while index >= 8 {
        index -= 8
        let own = all.loadUnaligned(fromByteOffset: start + index, as: UInt64.self)
        if own != raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
      }
      while index > 0 {
        index -= 1
        if all[start + index] != raw[index] { return false }
      }
      return true
    }
  }

  /// Of the length, the beginning and the end.
  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
    let raw = UnsafeRawBufferPointer(name)
    var word = UInt64(truncatingIfNeeded: name.count) &* 0x9E37_79B9_7F4A_7C15
    if name.count >= 8 {
      word ^= raw.loadUnaligned(as: UInt64.self)
      word = (word ^ (word >> 29)) &* 0xBF58_476D_1CE4_E5B9
      word ^= raw.loadUnaligned(fromByteOffset: name.count - 8, as: UInt64.self)
    } else {
      for byte in raw { word = (word ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    word = (word ^ (word >> 32)) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: word >> 33)
  }
}
