/// Percent-encoding of URLs (RFC 3986) as OData needs it.
///
/// A path is split at `/` and a query at `&` and `=` while still encoded; only the pieces are decoded, once. A plus sign
/// stands for itself in a path. In a query it stands for a space, because form-encoding clients (Python's `requests`
/// among them) write spaces so and Microsoft's OData library reads it so; a plus that is meant is written `%2B`.
public enum PercentEncoding {
  public enum Context: Sendable {
    /// Between two slashes of a path. `/`, `?`, `#`, `%` and `+` are encoded, quotes and parentheses of keys are not.
    case pathSegment
    /// The name or value of a query option. `&`, `#`, `%` and `+` are encoded.
    case queryValue
  }

  /// The text with every byte encoded that would mean something else in that place.
  public static func encode(_ text: String, in context: Context) -> String {
    if text.utf8.allSatisfy({ isKept($0, in: context) }) { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      if isKept(byte, in: context) {
        result.append(byte)
      } else {
        result.append(UInt8(ascii: "%"))
        result.append(hexadecimalDigit(byte >> 4))
        result.append(hexadecimalDigit(byte & 0xF))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The plain text of a path segment or, with `.queryValue`, of a query option (where `+` becomes a space).
  /// - Returns: `nil` where a `%` is not followed by two hexadecimal digits, or the bytes are not UTF-8.
  public static func decode(_ text: String, in context: Context = .pathSegment) -> String? {
    guard let bytes = try? decode(Array(text.utf8)[...], in: context) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// As `decode(_:in:)` over bytes, without the check for UTF-8; the error says where the broken escape starts.
  static func decode(_ bytes: ArraySlice<UInt8>, in context: Context) throws(ODataSyntaxError) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%") {
        guard index + 2 < bytes.endIndex, let high = nibble(bytes[index + 1]), let low = nibble(bytes[index + 2]) else {
          throw ODataSyntaxError(message: "broken percent-encoding", offset: index, expected: ["two hexadecimal digits after '%'"])
        }
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(byte == UInt8(ascii: "+") && context == .queryValue ? UInt8(ascii: " ") : byte)
        index += 1
      }
    }
    return result
  }

  /// Where in the encoded text the decoded byte at `offset` comes from.
  static func encodedOffset(of offset: Int, in bytes: ArraySlice<UInt8>) -> Int {
    var index = bytes.startIndex
    for _ in 0..<offset where index < bytes.endIndex { index += bytes[index] == UInt8(ascii: "%") ? 3 : 1 }
    return min(index, bytes.endIndex)
  }

  private static func isKept(_ byte: UInt8, in context: Context) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"),
      UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "@"):
      true
    case UInt8(ascii: "&"): context == .pathSegment
    case UInt8(ascii: "/"): context == .queryValue
    default: false
    }
  }

  private static func hexadecimalDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x41 + nibble - 10 }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
