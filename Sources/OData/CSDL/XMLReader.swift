/// Reads the XML that metadata documents and data packages are made of, one tag or text at a time.
///
/// Only what they need: elements, attributes, text, CDATA, comments and the five named entities, in UTF-8. Document type
/// declarations are refused, and with them every entity a document could define. Foundation's parser, which libxml2 is behind,
/// stops at documents of 10 MB; finance and operations exports twice as much.
public struct XMLReader: Sendable {
  public enum Event: Sendable {
    /// `name` and `attribute(_:)` tell what was opened.
    case start
    /// An element ended; `name` tells which. Elements without content give both events.
    case end
    /// `text` gives it.
    case text
    case finished
  }

  /// How deep elements may nest.
  static let depthMax = 100

  private let bytes: [UInt8]
  private var position = 0
  /// The open elements, as they were written.
  private var open: [Range<Int>] = []
  private var attributes: [(name: Range<Int>, value: Range<Int>)] = []
  private var isEmptyElement = false
  private var hasRoot = false
  /// Where the last event began.
  private(set) var eventStart = 0
  /// The name of the element at hand, without prefix.
  public private(set) var name = ""
  private var textRange = 0..<0
  private var isCharacterData = false

  /// - Throws: `CSDLError` for bytes that are not UTF-8.
  public init(_ bytes: [UInt8]) throws(CSDLError) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw CSDLError(message: "the document is not UTF-8") }
  }

  // MARK: Events

  /// - Throws: `CSDLError` with line and column, for XML that is broken or has more in it than is read here.
  public mutating func next() throws(CSDLError) -> Event {
    if isEmptyElement { return endElement() }
    while position < bytes.count {
      eventStart = position
      guard bytes[position] == UInt8(ascii: "<") else {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        let isBlank = bytes[start..<position].allSatisfy { Self.isSpace($0) }
        if open.isEmpty {
          guard isBlank else { throw error("text outside of the root element", at: start) }
          continue
        }
        if isBlank { continue }
        textRange = start..<position
        isCharacterData = false
        return .text
      }
      switch peek(1) {
      case UInt8(ascii: "/"): return try endTag()
      case UInt8(ascii: "?"): try skip(to: "?>")
      case UInt8(ascii: "!"):
        if starts(with: "<!--") {
          position += 4
          try skip(to: "-->")
        } else if starts(with: "<![CDATA["), !open.isEmpty {
          let start = position + 9
          try skip(to: "]]>")
          textRange = start..<position - 3
          isCharacterData = true
          return .text
        } else {
          throw error("document type declarations are not read", at: position)
        }
      default: return try startTag()
      }
    }
    eventStart = position
    if let last = open.last { throw error("'\(string(last))' is not closed", at: last.lowerBound - 1) }
    guard hasRoot else { throw error("the document has no element", at: 0) }
    return .finished
  }

  private mutating func startTag() throws(CSDLError) -> Event {
    guard !(open.isEmpty && hasRoot) else { throw error("a second root element", at: position) }
    guard open.count < Self.depthMax else { throw error("elements nest deeper than \(Self.depthMax) levels", at: position) }
    position += 1
    let tag = try nameRange()
    attributes.removeAll(keepingCapacity: true)
    while true {
      let start = position
      skipSpace()
      switch peek() {
      case UInt8(ascii: ">"): position += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: ">"):
        position += 2
        isEmptyElement = true
      default:
        guard position > start else { throw error("unexpected character in a tag", at: position) }
        try attribute()
        continue
      }
      break
    }
    hasRoot = true
    open.append(tag)
    name = localName(tag)
    return .start
  }

  private mutating func attribute() throws(CSDLError) {
    let name = try nameRange()
    skipSpace()
    guard peek() == UInt8(ascii: "=") else { throw error("an attribute has no value", at: position) }
    position += 1
    skipSpace()
    guard let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw error("an attribute's value has no quotes", at: position)
    }
    position += 1
    let start = position
    while let byte = peek(), byte != quote {
      if byte == UInt8(ascii: "<") { throw error("'<' in an attribute's value", at: position) }
      position += 1
    }
    guard position < bytes.count else { throw error("an attribute's value is not closed", at: start) }
    if attributes.contains(where: { bytes[$0.name].elementsEqual(bytes[name]) }) {
      throw error("the attribute '\(string(name))' is given twice", at: name.lowerBound)
    }
    attributes.append((name, start..<position))
    position += 1
  }

  private mutating func endTag() throws(CSDLError) -> Event {
    position += 2
    let tag = try nameRange()
    skipSpace()
    guard peek() == UInt8(ascii: ">") else { throw error("an end tag is not closed", at: position) }
    position += 1
    guard let last = open.last, bytes[last].elementsEqual(bytes[tag]) else {
      throw error("'\(string(tag))' is closed but \(open.last.map { "'\(string($0))'" } ?? "nothing") is open", at: tag.lowerBound)
    }
    return endElement()
  }

  private mutating func endElement() -> Event {
    isEmptyElement = false
    if let tag = open.popLast() { name = localName(tag) }
    return .end
  }

  // MARK: Values

  /// The value of an attribute of the element that just started, written with or without a prefix.
  func attribute(_ name: StaticString) throws(CSDLError) -> String? {
    let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    for attribute in attributes where bytes[attribute.name].elementsEqual(wanted) { return try decoded(attribute.value) }
    return nil
  }

  /// Whether the attribute is there and ends with one of the words, found without making a text of it.
  func attribute(_ name: StaticString, endsWithOneOf endings: [StaticString]) -> Bool {
    let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    guard let attribute = attributes.first(where: { bytes[$0.name].elementsEqual(wanted) }) else { return false }
    return endings.contains { ending in
      let text = UnsafeBufferPointer(start: ending.utf8Start, count: ending.utf8CodeUnitCount)
      return bytes[attribute.value].suffix(text.count).elementsEqual(text)
    }
  }

  /// All attributes of the element that just started, names without prefix, in their order.
  public var attributeValues: [(name: String, value: String)] {
    get throws(CSDLError) {
      var values: [(name: String, value: String)] = []
      for attribute in attributes { values.append((localName(attribute.name), try decoded(attribute.value))) }
      return values
    }
  }

  /// The text at hand, with entities put in.
  public var text: String {
    get throws(CSDLError) { isCharacterData ? string(textRange) : try decoded(textRange) }
  }

  private func decoded(_ range: Range<Int>) throws(CSDLError) -> String {
    guard bytes[range].contains(where: { $0 == UInt8(ascii: "&") || $0 < 0x20 }) else { return string(range) }
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "&") else {
        if byte < 0x20, !Self.isSpace(byte) { throw error("a control character", at: index) }
        // White space in a value is a space, as XML has it.
        result.append(byte == 0x09 || byte == 0x0A || byte == 0x0D ? 0x20 : byte)
        index += 1
        continue
      }
      guard let end = bytes[index..<min(index + 12, range.upperBound)].firstIndex(of: UInt8(ascii: ";")),
        let scalar = Self.entity(bytes[(index + 1)..<end])
      else { throw error("unknown entity", at: index) }
      result += Array(String(Character(scalar)).utf8)
      index = end + 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func entity(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
    switch String(decoding: name, as: UTF8.self) {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case let other:
      guard other.hasPrefix("#") else { return nil }
      let digits = other.dropFirst(other.hasPrefix("#x") ? 2 : 1)
      guard digits.first?.isHexDigit == true, let number = UInt32(digits, radix: other.hasPrefix("#x") ? 16 : 10) else { return nil }
      guard number >= 0x20 || number == 0x09 || number == 0x0A || number == 0x0D else { return nil }
      return Unicode.Scalar(number)
    }
  }

  // MARK: Bytes

  /// A complaint about the place at hand.
  public func error(_ message: String, at offset: Int? = nil) -> CSDLError {
    let before = bytes[..<min(offset ?? eventStart, bytes.count)]
    let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    return CSDLError(message: message, line: line, column: column)
  }

  private func peek(_ ahead: Int = 0) -> UInt8? { position + ahead < bytes.count ? bytes[position + ahead] : nil }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  private mutating func skipSpace() { while let byte = peek(), Self.isSpace(byte) { position += 1 } }

  private func starts(with text: StaticString) -> Bool {
    bytes[position...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func skip(to end: StaticString) throws(CSDLError) {
    let start = position
    while position < bytes.count {
      if bytes[position] == end.utf8Start.pointee, starts(with: end) {
        position += end.utf8CodeUnitCount
        return
      }
      position += 1
    }
    throw error("'\(end)' is missing", at: start)
  }

  /// A name with its prefix; letters, digits and what XML allows beside them.
  private mutating func nameRange() throws(CSDLError) -> Range<Int> {
    let start = position
    guard let first = peek(), SyntaxReader.startsName(first) || first == UInt8(ascii: ":") else {
      throw error("a name is missing", at: start)
    }
    while let byte = peek(),
      SyntaxReader.continuesName(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    {
      position += 1
    }
    return start..<position
  }

  private func localName(_ tag: Range<Int>) -> String {
    let colon = bytes[tag].firstIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? tag.lowerBound
    return string(colon..<tag.upperBound)
  }

  private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
