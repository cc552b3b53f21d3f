/// A JSON text that cannot be read.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  /// Offset of the offending byte from the start of the text.
  public let offset: Int

  public var description: String { "\(message) at byte \(offset)" }
}

extension JSON {
  /// How deep arrays and objects may nest. OData payloads need about five levels; the bound keeps a hostile body from
  /// exhausting the stack.
  public static let depthMax = 64

  /// Reads one JSON value that fills the whole text (RFC 8259, UTF-8, an optional byte-order mark).
  /// - Throws: `JSONError` with the byte offset.
  public init(decoding bytes: some Collection<UInt8>) throws(JSONError) {
    if let result = bytes.withContiguousStorageIfAvailable({ buffer in Result { () throws(JSONError) in try JSON(buffer: buffer) } }) {
      self = try result.get()
    } else {
      try self.init(decoding: Array(bytes))
    }
  }

  /// - Throws: `JSONError` with the byte offset.
  public init(decoding text: String) throws(JSONError) { try self.init(decoding: Array(text.utf8)) }

  private init(buffer: UnsafeBufferPointer<UInt8>) throws(JSONError) {
    var reader = JSONReader(bytes: buffer)
    if buffer.count >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { reader.position = 3 }
    self = try reader.value(depth: 0)
    reader.skipSpace()
    if reader.position < buffer.count { throw reader.error("unexpected text after the JSON value") }
  }
}

private struct JSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  /// The names of an element of a list, as they stand in the text: the next one mostly has the same in the same order, and most names of
  /// columns are too long to be texts without memory of their own.
  private var elementNames: [(bytes: [UInt8], text: String)] = []

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  func error(_ message: String) -> JSONError { JSONError(message: message, offset: position) }

  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  mutating func value(depth: Int) throws(JSONError) -> JSON {
    if depth > JSON.depthMax { throw error("JSON nested deeper than \(JSON.depthMax) levels") }
    skipSpace()
    guard position < bytes.count else { throw error("unexpected end of JSON") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), 0x30...0x39: return .number(try number())
    default: throw error("expected a JSON value")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let count = word.utf8CodeUnitCount
    guard position + count <= bytes.count else { throw error("unexpected end of JSON") }
    for offset in 0..<count where bytes[position + offset] != word.utf8Start[offset] { throw error("expected '\(word)'") }
    position += count
    return value
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSON {
    position += 1
    var members: [JSONObject.Member] = []
    skipSpace()
    if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
      position += 1
      return .object(JSONObject())
    }
    members.reserveCapacity(membersExpected(depth: depth))
    while true {
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw error("expected a member name") }
      let name = try memberName(members.count, depth: depth)
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw error("expected ':'") }
      position += 1
      members.append(JSONObject.Member(name, try value(depth: depth + 1)))
      skipSpace()
      guard position < bytes.count else { throw error("unexpected end of JSON") }
      position += 1
      switch bytes[position - 1] {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "}"):
        // What stands inside an element is not like it.
        if depth == Self.elementDepth, members.count > elementNames.count { remember(members) }
        return .object(JSONObject(members))
      default:
        position -= 1
        throw error("expected ',' or '}'")
      }
    }
  }

  /// How many members an object is likely to have. Growing a list of them moves every one, which was a fiftieth of a load.
  private func membersExpected(depth: Int) -> Int {
    switch depth {
    case Self.elementDepth where !elementNames.isEmpty: elementNames.count
    // The body of a write: a member takes some 32 bytes.
    case 0: min(max((bytes.count - position) / 32, 4), 64)
    default: 8
    }
  }

  /// How deep the elements of a page stand: `{"value": [{…}, …]}`.
  private static let elementDepth = 2

  /// The name of a member, which often is the one at that place of the element before.
  private mutating func memberName(_ place: Int, depth: Int) throws(JSONError) -> String {
    if depth == Self.elementDepth, place < elementNames.count {
      let known = elementNames[place]
      let end = position + 1 + known.bytes.count
      if end < bytes.count, bytes[end] == UInt8(ascii: "\""), bytes[(position + 1)..<end].elementsEqual(known.bytes) {
        position = end + 1
        return known.text
      }
    }
    return try string()
  }

  private mutating func remember(_ members: [JSONObject.Member]) {
    let names = members.map { (bytes: Array($0.name.utf8), text: $0.name) }
    // One that needs escapes does not stand in the text as it is.
    func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") }
    if names.allSatisfy({ $0.bytes.allSatisfy(isPlain) }) { elementNames = names }
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSON {
    position += 1
    var elements: [JSON] = []
    skipSpace()
    if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      guard position < bytes.count else { throw error("unexpected end of JSON") }
      position += 1
      switch bytes[position - 1] {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "]"): return .array(elements)
      default:
        position -= 1
        throw error("expected ',' or ']'")
      }
    }
  }

  /// JSON is stricter than `ExactDecimal`: no leading zero, a digit on each side of the point.
  private mutating func number() throws(JSONError) -> ExactDecimal {
    let start = position
    let negative = bytes[position] == UInt8(ascii: "-")
    if negative { position += 1 }
    let firstDigit = position
    var mantissa: Int64 = 0
    digits(&mantissa)
    var count = position - firstDigit
    guard count > 0, count == 1 || bytes[firstDigit] != 0x30 else { throw notANumber(start) }
    var scale = 0
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      let firstDecimal = position
      digits(&mantissa)
      scale = position - firstDecimal
      count += scale
      guard scale > 0 else { throw notANumber(start) }
    }
    let hasExponent = position < bytes.count && bytes[position] | 0x20 == UInt8(ascii: "e")
    if count <= 18, !hasExponent { return ExactDecimal(small: negative ? -mantissa : mantissa, scale: scale) }
    if hasExponent {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") { position += 1 }
      digits(&mantissa)
    }
    guard let decimal = ExactDecimal(ascii: UnsafeBufferPointer(rebasing: bytes[start..<position])) else { throw notANumber(start) }
    return decimal
  }

  /// Steps over digits and adds them up; the sum counts only while there are at most 18.
  private mutating func digits(_ sum: inout Int64) {
    while position < bytes.count {
      let digit = bytes[position] &- 0x30
      if digit > 9 { return }
      sum = sum &* 10 &+ Int64(digit)
      position += 1
    }
  }

  private func notANumber(_ start: Int) -> JSONError { JSONError(message: "not a number of at most 37 digits", offset: start) }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    var union: UInt8 = 0
    while position < bytes.count {
      let byte = bytes[position]
      union |= byte
      if byte == UInt8(ascii: "\"") {
        let content = UnsafeBufferPointer(rebasing: bytes[start..<position])
        // ASCII needs no check, and the checking initializer costs more than all the rest of the reader.
        let text = union < 0x80 ? String(decoding: content, as: UTF8.self) : String(validating: content, as: UTF8.self)
        guard let text else {
          position = start
          throw error("a string is not valid UTF-8")
        }
        position += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      if byte < 0x20 { throw error("a control character in a string must be escaped") }
      position += 1
    }
    throw error("a string is not closed")
  }

  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var utf8 = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: utf8, as: UTF8.self) else {
          position = start
          throw error("a string is not valid UTF-8")
        }
        return text
      case UInt8(ascii: "\\"):
        guard position < bytes.count else { throw error("a string is not closed") }
        position += 1
        switch bytes[position - 1] {
        case UInt8(ascii: "\""): utf8.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): utf8.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): utf8.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): utf8.append(0x08)
        case UInt8(ascii: "f"): utf8.append(0x0C)
        case UInt8(ascii: "n"): utf8.append(0x0A)
        case UInt8(ascii: "r"): utf8.append(0x0D)
        case UInt8(ascii: "t"): utf8.append(0x09)
        case UInt8(ascii: "u"): utf8.append(contentsOf: String(Character(try unicodeScalar())).utf8)
        default:
          position -= 1
          throw error("unknown escape in a string")
        }
      case 0..<0x20:
        position -= 1
        throw error("a control character in a string must be escaped")
      default: utf8.append(byte)
      }
    }
    throw error("a string is not closed")
  }

  private mutating func unicodeScalar() throws(JSONError) -> Unicode.Scalar {
    let first = try hexQuad()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // A high surrogate must be followed by its low half.
    guard (0xD800..<0xDC00).contains(first), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw error("half a surrogate pair in a string") }
    position += 2
    let second = try hexQuad()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error("half a surrogate pair in a string") }
    return scalar
  }

  private mutating func hexQuad() throws(JSONError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw error("unexpected end of JSON") }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
      default: throw error("expected four hexadecimal digits")
      }
    }
    position += 4
    return value
  }
}
