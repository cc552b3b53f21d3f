/// A position in percent-decoded UTF-8 text and the small steps every rule of the grammar is made of.
struct SyntaxReader {
  let bytes: [UInt8]
  let limits: ODataParser.Limits
  /// Whether words of the protocol may be written in any case and `$` be left out: 4.01.
  let isRelaxed: Bool
  var position = 0
  /// Whether the text is inside the parentheses of nested options, where a semicolon ends an option.
  var semicolonEnds = false
  private var depth = 0
  private var operators = 0
  private var items = 0

  init(bytes: [UInt8], limits: ODataParser.Limits, version: ODataVersion) {
    self.bytes = bytes
    self.limits = limits
    isRelaxed = version == .v4_01
  }

  var isAtEnd: Bool { position == bytes.count }

  func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  /// Spaces and tabs, the white space the grammar knows.
  mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 { position += 1 }
  }

  mutating func expect(_ byte: UInt8) throws(ODataSyntaxError) {
    guard skip(byte) else { throw unexpected(expected: ["'\(Character(Unicode.Scalar(byte)))'"]) }
  }

  func error(_ message: String, at offset: Int? = nil, expected: [String] = []) -> ODataSyntaxError {
    ODataSyntaxError(message: message, offset: offset ?? position, expected: expected)
  }

  func unexpected(expected: [String]) -> ODataSyntaxError {
    isAtEnd ? error("unexpected end", expected: expected) : error("unexpected '\(snippet)'", expected: expected)
  }

  /// The next few characters, for messages.
  private var snippet: String {
    String(String(decoding: bytes[position..<min(position + 32, bytes.count)], as: UTF8.self).prefix(12))
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func rest() -> String {
    defer { position = bytes.count }
    return text(position..<bytes.count)
  }

  mutating func enter() throws(ODataSyntaxError) {
    depth += 1
    if depth > limits.depthMax { throw error("nested deeper than \(limits.depthMax) levels") }
  }

  mutating func leave() { depth -= 1 }

  mutating func countOperator() throws(ODataSyntaxError) {
    operators += 1
    if operators > limits.operatorsMax { throw error("more than \(limits.operatorsMax) operators in one expression") }
  }

  mutating func countItem() throws(ODataSyntaxError) {
    items += 1
    if items > limits.itemsMax { throw error("more than \(limits.itemsMax) items in lists") }
  }

  /// A word of the protocol as 4.0 spells it: 4.01 takes any case.
  func folded(_ word: String) -> String { isRelaxed ? word.lowercased() : word }

  /// Skips a word of the protocol where it stands as a whole word.
  mutating func skip(word: String) -> Bool {
    let end = position + word.utf8.count
    guard end <= bytes.count, !Self.continuesName(peek(word.utf8.count)) else { return false }
    if !bytes[position..<end].elementsEqual(word.utf8) {
      guard isRelaxed, text(position..<end).lowercased() == word else { return false }
    }
    position = end
    return true
  }

  /// White space that must be there, and a word behind it; otherwise nothing is skipped.
  mutating func skip(spacedWord word: String) -> Bool {
    let start = position
    skipSpace()
    if position > start, skip(word: word) { return true }
    position = start
    return false
  }

  /// Elements between commas, at least one, with white space round the commas.
  mutating func separatedByCommas<Element>(
    _ element: (inout SyntaxReader) throws(ODataSyntaxError) -> Element
  ) throws(ODataSyntaxError) -> [Element] {
    var result: [Element] = []
    repeat {
      try countItem()
      skipSpace()
      result.append(try element(&self))
      skipSpace()
    } while skip(UInt8(ascii: ","))
    return result
  }

  /// A letter, `_` or any byte of a character beyond ASCII, which `simpleName` checks as a whole.
  static func startsName(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte >= 0x80 || byte == UInt8(ascii: "_") || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }

  static func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }

  static func continuesName(_ byte: UInt8?) -> Bool { startsName(byte) || isDigit(byte) }

  /// `name`: at most 128 characters, letters, digits and underscores, no digit first.
  mutating func simpleName() throws(ODataSyntaxError) -> String {
    guard Self.startsName(peek()) else { throw unexpected(expected: ["name"]) }
    let start = position
    while Self.continuesName(peek()) { position += 1 }
    let name = text(start..<position)
    if position - start > 128, name.count > 128 { throw error("a name has at most 128 characters", at: start) }
    if name.utf8.contains(where: { $0 >= 0x80 }), !name.unicodeScalars.allSatisfy(\.properties.isXIDContinue) {
      throw error("'\(name)' is not a name", at: start, expected: ["letters, digits, '_'"])
    }
    return name
  }

  /// `name` or `Name.Space.name`.
  mutating func qualifiedName() throws(ODataSyntaxError) -> String {
    var name = try simpleName()
    while peek() == UInt8(ascii: "."), Self.startsName(peek(1)) {
      position += 1
      name += "." + (try simpleName())
    }
    return name
  }
}
