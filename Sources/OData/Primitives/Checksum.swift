/// A fast 64-bit sum over bytes, the same in every run and on every machine: multiply and fold as in wyhash (public domain), eight bytes at
/// a time. Not for security, and not for what is kept: it tells documents, histories and keys in memory apart.
public struct Checksum {
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  public init() {}

  public mutating func add(_ word: UInt64) {
    let product = (value ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    // One more, so that a sum that has come to nothing goes on.
    value = (product.high ^ product.low) &+ 1
  }

  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var start = 0
    while start + 8 <= bytes.count {
      add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)))
      start += 8
    }
    // The count stands before the bytes that are left, so that zeros at the end count.
    var rest = UInt64(bytes.count)
    while start < bytes.count {
      rest = rest << 8 | UInt64(bytes[start])
      start += 1
    }
    add(rest)
  }

  public mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

  public mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }
}
