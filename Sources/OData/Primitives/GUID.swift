/// A 128-bit identifier: `Edm.Guid`. Its text is lower case with hyphens; reading accepts any case.
public struct GUID: Hashable, Comparable, Sendable {
  public let high: UInt64
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  public static let zero = GUID(high: 0, low: 0)

  public static func < (a: GUID, b: GUID) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

extension GUID: LosslessStringConvertible {
  public init?(_ text: String) {
    var copy = text
    guard let value = copy.withUTF8({ GUID(ascii: $0) }) else { return nil }
    self = value
  }

  /// Reads the 36-character form from ASCII bytes.
  public init?(ascii bytes: some RandomAccessCollection<UInt8>) {
    guard bytes.count == 36 else { return nil }
    var parts: (UInt64, UInt64) = (0, 0)
    var digits = 0
    for (offset, byte) in bytes.enumerated() {
      if offset == 8 || offset == 13 || offset == 18 || offset == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let nibble: UInt8
      switch byte {
      case 0x30...0x39: nibble = byte - 0x30
      case 0x41...0x46: nibble = byte - 0x41 + 10
      case 0x61...0x66: nibble = byte - 0x61 + 10
      default: return nil
      }
      if digits < 16 { parts.0 = parts.0 << 4 | UInt64(nibble) } else { parts.1 = parts.1 << 4 | UInt64(nibble) }
      digits += 1
    }
    self.init(high: parts.0, low: parts.1)
  }

  public var description: String {
    String(unsafeUninitializedCapacity: Self.textBytes) { buffer in
      fill(buffer)
      return Self.textBytes
    }
  }

  /// Appends the ASCII text.
  func append(to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.textBytes) { buffer in
      fill(buffer)
      bytes.append(contentsOf: UnsafeBufferPointer(buffer))
    }
  }

  private static let textBytes = 36

  /// Writes the text to the start of a buffer that has room for it.
  private func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
    var position = 0
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
        buffer[position] = UInt8(ascii: "-")
        position += 1
      }
      let word = digit < 16 ? high : low
      let nibble = UInt8(truncatingIfNeeded: word >> UInt64((15 - digit % 16) * 4)) & 0xF
      buffer[position] = nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10
      position += 1
    }
  }

  /// The sixteen bytes, most significant first, so that byte order is text order.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    for word in [high, low] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    return bytes
  }

  /// - Returns: `nil` unless there are sixteen bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    var parts: (UInt64, UInt64) = (0, 0)
    for (offset, byte) in bytes.enumerated() {
      if offset < 8 { parts.0 = parts.0 << 8 | UInt64(byte) } else { parts.1 = parts.1 << 8 | UInt64(byte) }
    }
    self.init(high: parts.0, low: parts.1)
  }
}
