extension JSON {
  /// The value as UTF-8, without white space.
  public func encoded() -> [UInt8] {
    var writer = JSONWriter()
    writer.write(self)
    return writer.bytes
  }

  /// The value as text, without white space.
  public var text: String { String(decoding: encoded(), as: UTF8.self) }
}

/// Writes JSON straight into bytes. Callers that know the shape of a payload call the single steps and never build a
/// `JSON` tree; commas and colons are put in as needed.
public struct JSONWriter: Sendable {
  public private(set) var bytes: [UInt8]
  private var needsComma = false

  public init(reservingCapacity capacity: Int = 512) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  public mutating func beginObject() {
    separate()
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
  }

  public mutating func endObject() {
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  public mutating func beginArray() {
    separate()
    bytes.append(UInt8(ascii: "["))
    needsComma = false
  }

  public mutating func endArray() {
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  public mutating func name(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A member whose name is written over and over.
  public mutating func write(_ value: Value, named name: JSONName) {
    if case .string(let text) = value, text.utf8.isEmpty, needsComma {
      // Most members of a wide row are this.
      bytes.append(contentsOf: name.emptyMember)
      return
    }
    let first = needsComma ? 0 : 1
    name.emptyMember.withUnsafeBufferPointer { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[first..<name.count])) }
    needsComma = false
    write(value)
  }

  public mutating func write(_ string: String) {
    separate()
    quote(string)
    needsComma = true
  }

  public mutating func write(_ decimal: ExactDecimal) {
    separate()
    decimal.append(to: &bytes)
    needsComma = true
  }

  public mutating func write(_ bool: Bool) { literal(bool ? "true" : "false") }
  public mutating func writeNull() { literal("null") }

  public mutating func write(_ value: Value) {
    switch value {
    case .null: writeNull()
    case .bool(let bool): write(bool)
    case .int(let int): write(ExactDecimal(small: int, scale: 0))
    case .decimal(let decimal): write(decimal)
    case .string(let string): write(string)
    case .guid(let guid):
      separate()
      bytes.append(UInt8(ascii: "\""))
      guid.append(to: &bytes)
      bytes.append(UInt8(ascii: "\""))
      needsComma = true
    case .date, .timestamp: write(value.description)
    }
  }

  public mutating func write(_ json: JSON) {
    switch json {
    case .null: writeNull()
    case .bool(let bool): write(bool)
    case .number(let number): write(number)
    case .string(let string): write(string)
    case .array(let elements):
      beginArray()
      for element in elements { write(element) }
      endArray()
    case .object(let object):
      beginObject()
      for member in object.members {
        name(member.name)
        write(member.value)
      }
      endObject()
    }
  }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func quote(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    // Most texts of a wide row are empty.
    if string.utf8.isEmpty { return bytes.append(UInt8(ascii: "\"")) }
    var copy = string
    copy.withUTF8 { utf8 in
      guard utf8.contains(where: Self.needsEscape) else { return bytes.append(contentsOf: utf8) }
      var clean = 0
      for index in utf8.indices {
        let byte = utf8[index]
        if !Self.needsEscape(byte) { continue }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[clean..<index]))
        clean = index + 1
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
          bytes.append(contentsOf: "u00".utf8)
          bytes.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
          let nibble = byte & 0xF
          bytes.append(nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10)
        }
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[clean...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") }
}
