/// A fast, stable 128-bit hash of a row's mapped content: two independent 64-bit lanes of multiply and fold, eight bytes at a time.
/// Not for security: it tells whether what would be written is what was written last.
struct ContentHash: Hashable, Sendable {
  let high: UInt64
  let low: UInt64

  static let none = ContentHash(high: 0, low: 0)

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  init(_ bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { ContentHash($0) }
  }

  private init(_ buffer: UnsafeRawBufferPointer) {
    var a: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(buffer.count)
    var b: UInt64 = 0xC2B2_AE3D_27D4_EB4F &+ UInt64(buffer.count)
    var offset = 0
    while offset + 8 <= buffer.count {
      let word = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      a = Self.fold(a ^ word, 0xA076_1D64_78BD_642F)
      b = Self.fold(b &+ word, 0xE703_7ED1_A0B4_28DB)
      offset += 8
    }
    var tail: UInt64 = 0
    while offset < buffer.count {
      tail = tail << 8 | UInt64(buffer[offset])
      offset += 1
    }
    a = Self.fold(a ^ tail, 0x8EBC_6AF0_9C88_C6E3)
    b = Self.fold(b &+ tail, 0x5899_65CC_7537_4CC3)
    high = Self.fold(a ^ b, 0x1D8E_4E27_C47D_124F)
    // An all-zero hash stands for "nothing written yet".
    low = Self.fold(b &+ high, 0xEB44_ACCA_B455_D165) | 1
  }

  private static func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let (high, low) = x.multipliedFullWidth(by: y | 1)
    return high ^ low ^ x.byteSwapped
  }
}
