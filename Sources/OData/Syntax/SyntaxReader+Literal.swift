extension SyntaxReader {
  /// A literal, or `nil` with the position unchanged where something else begins.
  ///
  /// Whole numbers become `.int` (beyond 64 bits `.decimal`), numbers with a point `.decimal`; an exponent is worked out.
  /// Durations, binary and geographic values and times of day are checked for form and kept as text.
  mutating func literal() throws(ODataSyntaxError) -> Literal? {
    guard let byte = peek() else { return nil }
    switch byte {
    case UInt8(ascii: "'"): return .primitive(.string(try quotedText()))
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "{"): return .typed(type: Literal.jsonType, text: try jsonObject())
    case UInt8(ascii: "-"): return try number()
    case 0x30...0x39:
      if let guid = guid() { return guid }
      if let calendar = try calendar() { return calendar }
      return try number()
    default:
      guard Self.startsName(byte) else { return nil }
      if let guid = guid() { return guid }
      return try word()
    }
  }

  /// `null`, `true`, `false`, `INF`, `NaN`, `duration'P1D'`, `Name.Space.Enum'Member'`.
  private mutating func word() throws(ODataSyntaxError) -> Literal? {
    let start = position
    let name = try qualifiedName()
    switch peek() {
    case UInt8(ascii: "'"):
      let textStart = position
      let text = try quotedText()
      if name.utf8.contains(UInt8(ascii: ".")) { return .enumeration(type: name, member: text) }
      guard let isValid = Literal.typedForms[name] else {
        throw error(
          "unknown type '\(name)' of a literal", at: start, expected: Literal.typedForms.keys.sorted() + ["Namespace.Enum'Member'"])
      }
      guard isValid(text) else { throw error("'\(text)' is not a \(name)", at: textStart) }
      return .typed(type: name, text: text)
    case UInt8(ascii: "("), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="): break
    default:
      switch name {
      case "null": return .primitive(.null)
      case "true": return .primitive(.bool(true))
      case "false": return .primitive(.bool(false))
      case "INF", "NaN": return .typed(type: Literal.doubleType, text: name)
      default: break
      }
    }
    position = start
    return nil
  }

  /// `'O''Neil'`
  mutating func quotedText() throws(ODataSyntaxError) -> String {
    let start = position
    position += 1
    var content: [UInt8] = []
    while let byte = peek() {
      position += 1
      if byte == UInt8(ascii: "'") {
        guard peek() == UInt8(ascii: "'") else { return String(decoding: content, as: UTF8.self) }
        position += 1
      }
      content.append(byte)
    }
    throw error("a text is not closed", at: start, expected: ["\"'\""])
  }

  private mutating func guid() -> Literal? {
    guard position + 36 <= bytes.count, bytes[position + 8] == UInt8(ascii: "-"), !Self.continuesName(peek(36)),
      let guid = GUID(ascii: bytes[position..<position + 36])
    else { return nil }
    position += 36
    return .primitive(.guid(guid))
  }

  /// A date, a timestamp or a time of day; told from a number by its separators.
  private mutating func calendar() throws(ODataSyntaxError) -> Literal? {
    let start = position
    let isDate = Self.isDigit(peek(1)) && Self.isDigit(peek(2)) && Self.isDigit(peek(3)) && peek(4) == UInt8(ascii: "-")
    let isTime = Self.isDigit(peek(1)) && peek(2) == UInt8(ascii: ":")
    guard isDate || isTime else { return nil }
    scan: while let byte = peek() {
      switch byte {
      case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "T"), UInt8(ascii: "t"),
        UInt8(ascii: "Z"), UInt8(ascii: "z"):
        position += 1
      default: break scan
      }
    }
    let text = text(start..<position)
    if Self.continuesName(peek()) { throw error("'\(text)' runs into a name", at: start, expected: ["date", "timestamp"]) }
    if isDate {
      if let date = CalendarDate(text) { return .primitive(.date(date)) }
      if let timestamp = Timestamp(text) { return .primitive(.timestamp(timestamp)) }
      throw error("'\(text)' is neither a date nor a timestamp", at: start, expected: ["2017-07-31", "2017-07-31T12:00:00Z"])
    }
    guard Timestamp("2000-01-01T\(text)Z") != nil else { throw error("'\(text)' is not a time of day", at: start, expected: ["12:30:00"]) }
    return .typed(type: Literal.timeOfDayType, text: text)
  }

  private mutating func number() throws(ODataSyntaxError) -> Literal {
    let start = position
    if skip(UInt8(ascii: "-")), peek() == UInt8(ascii: "I") {
      position += 3
      if Self.continuesName(peek()) { throw error("not a number", at: start) }
      return .typed(type: Literal.doubleType, text: "-INF")
    }
    func isSign(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }
    while Self.isDigit(peek()) { position += 1 }
    var isWhole = true
    if peek() == UInt8(ascii: "."), Self.isDigit(peek(1)) {
      isWhole = false
      position += 1
      while Self.isDigit(peek()) { position += 1 }
    }
    if let byte = peek(), byte | 0x20 == UInt8(ascii: "e"), Self.isDigit(peek(1)) || isSign(peek(1)) && Self.isDigit(peek(2)) {
      isWhole = false
      position += 2
      while Self.isDigit(peek()) { position += 1 }
    }
    if Self.continuesName(peek()) || peek() == UInt8(ascii: ".") { throw error("not a number", at: start, expected: ["digits"]) }
    if isWhole, let int = Int64(text(start..<position)) { return .primitive(.int(int)) }
    guard let decimal = ExactDecimal(ascii: bytes[start..<position]) else {
      throw error("a number of more than 37 digits", at: start)
    }
    // 1e3 has no decimals and would print as 1000: the tree keeps it as the whole number it is.
    if decimal.scale == 0, let int = decimal.exactInt64 { return .primitive(.int(int)) }
    return .primitive(.decimal(decimal))
  }

  /// `['a',2]`; texts in single quotes or, as in JSON, in double ones.
  private mutating func list() throws(ODataSyntaxError) -> Literal {
    try enter()
    position += 1
    var elements: [Literal] = []
    skipSpace()
    if !skip(UInt8(ascii: "]")) {
      while true {
        skipSpace()
        elements.append(try listElement())
        skipSpace()
        if skip(UInt8(ascii: "]")) { break }
        guard skip(UInt8(ascii: ",")) else { throw unexpected(expected: ["','", "']'"]) }
      }
    }
    leave()
    return .list(elements)
  }

  private mutating func listElement() throws(ODataSyntaxError) -> Literal {
    if peek() == UInt8(ascii: "\"") {
      let start = position
      try skipDoubleQuoted()
      guard let json = try? JSON(decoding: bytes[start..<position]), let text = json.stringValue else {
        throw error("not a JSON text", at: start)
      }
      return .primitive(.string(text))
    }
    guard let element = try literal() else { throw unexpected(expected: ["literal"]) }
    return element
  }

  mutating func skipDoubleQuoted() throws(ODataSyntaxError) {
    let start = position
    position += 1
    while let byte = peek() {
      position += 1
      if byte == UInt8(ascii: "\"") { return }
      if byte == UInt8(ascii: "\\"), !isAtEnd { position += 1 }
    }
    throw error("a text is not closed", at: start, expected: ["'\"'"])
  }

  /// The text of `{…}` up to its closing brace. Quotes may be single, as Dataverse's own samples write them
  /// (`@tid={'@odata.id':'accounts(…)'}`), so what is inside is not checked here.
  private mutating func jsonObject() throws(ODataSyntaxError) -> String {
    let start = position
    var depth = 0
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""): try skipDoubleQuoted()
      case UInt8(ascii: "'"): _ = try quotedText()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        if depth > limits.depthMax { throw error("nested deeper than \(limits.depthMax) levels") }
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
        if depth == 0 { return text(start..<position) }
      default: position += 1
      }
    }
    throw error("a JSON object is not closed", at: start, expected: ["'}'"])
  }
}

extension Literal {
  /// The type name under which `{…}` is carried as text.
  public static let jsonType = "json"
  /// The type name under which `12:30:00` is carried as text.
  public static let timeOfDayType = "Edm.TimeOfDay"
  /// The type name under which `INF`, `-INF` and `NaN` are carried as text.
  public static let doubleType = "Edm.Double"

  /// The types whose literals are a name and a quoted text, and what the text must look like.
  static let typedForms: [String: @Sendable (String) -> Bool] = [
    "binary": { $0.utf8.allSatisfy { SyntaxReader.continuesName($0) && $0 < 0x80 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "=") } },
    "duration": isDuration,
    "geography": { $0.hasPrefix("SRID=") },
    "geometry": { $0.hasPrefix("SRID=") },
  ]

  /// `P1DT2H3M4.5S`, with an optional sign.
  @Sendable private static func isDuration(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    guard rest.popFirst() == UInt8(ascii: "P") else { return false }
    /// Reads numbers with these units in this order; says how many there were, or `nil` for a number without a unit.
    func parts(_ units: [UInt8]) -> Int? {
      var count = 0
      var remaining = units[...]
      while let byte = rest.first, SyntaxReader.isDigit(byte) {
        while SyntaxReader.isDigit(rest.first) || rest.first == UInt8(ascii: ".") { rest.removeFirst() }
        guard let unit = rest.popFirst(), let index = remaining.firstIndex(of: unit) else { return nil }
        remaining = remaining[(index + 1)...]
        count += 1
      }
      return count
    }
    guard let days = parts([UInt8(ascii: "D")]) else { return false }
    if rest.isEmpty { return days > 0 }
    guard rest.popFirst() == UInt8(ascii: "T"), let times = parts([UInt8(ascii: "H"), UInt8(ascii: "M"), UInt8(ascii: "S")]) else {
      return false
    }
    return times > 0 && rest.isEmpty
  }
}
