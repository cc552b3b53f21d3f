import OData

/// UTF-8 and UTF-16, told apart by the byte-order mark.
enum TextEncoding {
  static let littleEndianMark: [UInt8] = [0xFF, 0xFE]
  static let bigEndianMark: [UInt8] = [0xFE, 0xFF]

  static func isUTF16(_ bytes: [UInt8]) -> Bool { bytes.starts(with: littleEndianMark) || bytes.starts(with: bigEndianMark) }

  /// The text in UTF-8, without a mark.
  /// - Throws: `CSDLError` for bytes that are neither.
  static func utf8(_ bytes: [UInt8]) throws(CSDLError) -> [UInt8] {
    guard isUTF16(bytes) else {
      guard String(validating: bytes, as: UTF8.self) != nil else { throw CSDLError(message: "the file is neither UTF-8 nor UTF-16") }
      return bytes
    }
    guard bytes.count % 2 == 0 else { throw CSDLError(message: "the file is UTF-16 with half a character at its end") }
    let isLittleEndian = bytes.starts(with: littleEndianMark)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count / 2)
    var units: [UInt16] = []
    var index = 2
    while index < bytes.count {
      let unit =
        isLittleEndian
        ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8 : UInt16(bytes[index + 1]) | UInt16(bytes[index]) << 8
      index += 2
      // Data is ASCII nearly throughout.
      if unit < 0x80, units.isEmpty {
        result.append(UInt8(unit))
      } else if unit < 0x80 {
        try append(&units, to: &result)
        result.append(UInt8(unit))
      } else {
        units.append(unit)
      }
    }
    try append(&units, to: &result)
    return result
  }

  private static func append(_ units: inout [UInt16], to result: inout [UInt8]) throws(CSDLError) {
    if units.isEmpty { return }
    guard let text = String(validating: units, as: UTF16.self) else { throw CSDLError(message: "the file is no proper UTF-16") }
    result += text.utf8
    units.removeAll(keepingCapacity: true)
  }

  /// UTF-16 in little-endian order, behind its mark.
  static func utf16(_ utf8: [UInt8]) -> [UInt8] {
    var result = littleEndianMark
    result.reserveCapacity(utf8.count * 2 + 2)
    for unit in String(decoding: utf8, as: UTF8.self).utf16 {
      result.append(UInt8(truncatingIfNeeded: unit))
      result.append(UInt8(truncatingIfNeeded: unit >> 8))
    }
    return result
  }
}
