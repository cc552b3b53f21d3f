extension SyntaxReader {
  /// A literal, or `nil` with the position unchanged where something else begins.
  ///
  /// Whole numbers become `.int` (beyond 64 bits `.decimal`), numbers with a point `.decimal`; an exponent is worked out.
  /// Durations, binary and geographic values and times of day are checked for form and kept as text.
  mutating func literal() throws(ODataSyntaxError) -> Literal? {
    guard let byte = peek() else { return nil }
    switch byte {
    case UInt8(ascii: "'"): return .primitive(.string(try quotedText()))
    case UInt8(ascii: "-"), UInt8(ascii: "+"):
      if let calendar = try calendar() { return calendar }
      return try number()
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
      if name.utf8.contains(UInt8(ascii: ".")) {
        guard Literal.isEnumeration(text) else {
          throw error("'\(text)' is not a member of an enumeration", at: textStart, expected: ["names or numbers between commas"])
        }
        return .enumeration(type: name, member: text)
      }
      let type = folded(name)
      guard let isValid = Literal.typedForms[type] else {
        throw error(
          "unknown type '\(name)' of a literal", at: start, expected: Literal.typedForms.keys.sorted() + ["Namespace.Enum'Member'"])
      }
      guard isValid(text) else { throw error("'\(text)' is not a \(type)", at: textStart) }
      return .typed(type: type, text: text)
    case UInt8(ascii: "("), UInt8(ascii: "/"), UInt8(ascii: "="): break
    default:
      switch name {
      case "null": return .primitive(.null)
      case "true": return .primitive(.bool(true))
      case "false": return .primitive(.bool(false))
      case "INF", "NaN": return .typed(type: Literal.doubleType, text: name)
      default:
        if isRelaxed, name.utf8.count <= 5 {
          let lowercase = name.lowercased()
          if lowercase == "true" { return .primitive(.bool(true)) }
          if lowercase == "false" { return .primitive(.bool(false)) }
        }
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
    let isTime = Self.isDigit(peek()) && Self.isDigit(peek(1)) && peek(2) == UInt8(ascii: ":")
    guard isTime || startsDate else { return nil }
    scan: while let byte = peek() {
      switch byte {
      case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "T"), UInt8(ascii: "t"),
        UInt8(ascii: "Z"), UInt8(ascii: "z"):
        position += 1
      default: break scan
      }
      // A colon that no digit follows ends the branch of a `case`.
      if peek() == UInt8(ascii: ":"), !Self.isDigit(peek(1)) { break }
    }
    let text = text(start..<position)
    if Self.continuesName(peek()) { throw error("'\(text)' runs into a name", at: start, expected: ["date", "timestamp"]) }
    if isTime {
      guard Timestamp("2000-01-01T\(text)Z") != nil else {
        throw error("'\(text)' is not a time of day", at: start, expected: ["12:30:00"])
      }
      return .typed(type: Literal.timeOfDayType, text: text)
    }
    if let date = CalendarDate(text) { return .primitive(.date(date)) }
    if let timestamp = Timestamp(text) { return .primitive(.timestamp(timestamp)) }
    // Years that no value here can hold, and leap seconds.
    if let type = CalendarForm.type(ofOutlying: bytes[start..<position]) { return .typed(type: type, text: text) }
    throw error("'\(text)' is neither a date nor a timestamp", at: start, expected: ["2017-07-31", "2017-07-31T12:00:00Z"])
  }

  /// Whether a year of at least four digits and a month stand here.
  private var startsDate: Bool {
    var ahead = peek() == UInt8(ascii: "-") ? 1 : 0
    let first = ahead
    while Self.isDigit(peek(ahead)) { ahead += 1 }
    return ahead - first >= 4 && peek(ahead) == UInt8(ascii: "-") && Self.isDigit(peek(ahead + 1)) && Self.isDigit(peek(ahead + 2))
      && peek(ahead + 3) == UInt8(ascii: "-")
  }

  private mutating func number() throws(ODataSyntaxError) -> Literal {
    let start = position
    let isSigned = skip(UInt8(ascii: "-")) || skip(UInt8(ascii: "+"))
    if isSigned, !Self.isDigit(peek()) {
      guard bytes[start] == UInt8(ascii: "-"), peek() == UInt8(ascii: "I"), peek(1) == UInt8(ascii: "N"), peek(2) == UInt8(ascii: "F"),
        !Self.continuesName(peek(3))
      else { throw error("not a number", at: start, expected: ["digits"]) }
      position += 3
      return .typed(type: Literal.doubleType, text: "-INF")
    }
    func isSign(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }
    while Self.isDigit(peek()) { position += 1 }
    var isWhole = true
    var hasExponent = false
    if peek() == UInt8(ascii: "."), Self.isDigit(peek(1)) {
      isWhole = false
      position += 1
      while Self.isDigit(peek()) { position += 1 }
    }
    if let byte = peek(), byte | 0x20 == UInt8(ascii: "e"), Self.isDigit(peek(1)) || isSign(peek(1)) && Self.isDigit(peek(2)) {
      isWhole = false
      hasExponent = true
      position += 2
      while Self.isDigit(peek()) { position += 1 }
    }
    if Self.continuesName(peek()) || peek() == UInt8(ascii: ".") { throw error("not a number", at: start, expected: ["digits"]) }
    if isWhole, let int = Int64(text(start..<position)) { return .primitive(.int(int)) }
    guard let decimal = ExactDecimal(ascii: bytes[start..<position]) else {
      if hasExponent { return .typed(type: Literal.doubleType, text: text(start..<position)) }
      throw error("a number of more than 37 digits", at: start)
    }
    // 1e3 has no decimals and would print as 1000: the tree keeps it as the whole number it is.
    if decimal.scale == 0, let int = decimal.exactInt64 { return .primitive(.int(int)) }
    return .primitive(.decimal(decimal))
  }

  /// `['a',2]`; texts in single quotes or, as in JSON, in double ones.
  mutating func array() throws(ODataSyntaxError) -> Expression {
    try enter()
    position += 1
    skipSpace()
    var elements: [Expression] = []
    if !skip(UInt8(ascii: "]")) {
      elements = try separatedByCommas { (reader) throws(ODataSyntaxError) in try reader.valueInJSON() }
      guard skip(UInt8(ascii: "]")) else { throw unexpected(expected: ["','", "']'"]) }
    }
    leave()
    let literals = elements.compactMap(\.literalOnly)
    return literals.count == elements.count ? .literal(.list(literals)) : .array(elements)
  }

  /// `{"@odata.id":"accounts(1)"}`. Quotes may be single, as Dataverse's own samples write them
  /// (`@tid={'@odata.id':'accounts(…)'}`).
  mutating func object() throws(ODataSyntaxError) -> Expression {
    try enter()
    position += 1
    skipSpace()
    var members: [Expression.NamedArgument] = []
    if !skip(UInt8(ascii: "}")) {
      members = try separatedByCommas { (reader) throws(ODataSyntaxError) in
        let name = try reader.memberName()
        reader.skipSpace()
        try reader.expect(UInt8(ascii: ":"))
        reader.skipSpace()
        return Expression.NamedArgument(name: name, value: try reader.valueInJSON())
      }
      guard skip(UInt8(ascii: "}")) else { throw unexpected(expected: ["','", "'}'"]) }
    }
    leave()
    let literals = members.compactMap { member in member.value.literalOnly.map { Literal.Member(name: member.name, value: $0) } }
    return literals.count == members.count ? .literal(.object(literals)) : .object(members)
  }

  private mutating func memberName() throws(ODataSyntaxError) -> String {
    switch peek() {
    case UInt8(ascii: "\""): return try jsonText()
    case UInt8(ascii: "'"): return try quotedText()
    default: throw unexpected(expected: ["'\"'"])
    }
  }

  private mutating func valueInJSON() throws(ODataSyntaxError) -> Expression {
    peek() == UInt8(ascii: "\"") ? .literal(.primitive(.string(try jsonText()))) : try expression()
  }

  private mutating func jsonText() throws(ODataSyntaxError) -> String {
    let start = position
    try skipDoubleQuoted()
    guard let json = try? JSON(decoding: bytes[start..<position]), let text = json.stringValue else {
      throw error("not a JSON text", at: start)
    }
    return text
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
}

extension Expression {
  fileprivate var literalOnly: Literal? { if case .literal(let literal) = self { literal } else { nil } }
}

extension Literal {
  /// The type name under which `12:30:00` is carried as text.
  public static let timeOfDayType = "Edm.TimeOfDay"
  /// The type name under which `INF`, `-INF`, `NaN` and numbers too great or small for a decimal are carried as text.
  public static let doubleType = "Edm.Double"

  /// The types whose literals are a name and a quoted text, and what the text must look like.
  static let typedForms: [String: @Sendable (String) -> Bool] = [
    "binary": isBinary,
    "duration": isDuration,
    "geography": GeoForm.isValid,
    "geometry": GeoForm.isValid,
  ]

  /// Base64 for URLs: `-` and `_` in place of `+` and `/`, padding optional; bits behind the last byte are zero.
  @Sendable private static func isBinary(_ text: String) -> Bool {
    let all = Array(text.utf8)
    let digits = all.prefix { $0 != UInt8(ascii: "=") }
    let padding = all.dropFirst(digits.count)
    guard padding.allSatisfy({ $0 == UInt8(ascii: "=") }), padding.isEmpty || all.count % 4 == 0 && padding.count <= 2 else { return false }
    guard digits.allSatisfy({ $0 < 0x80 && SyntaxReader.continuesName($0) || $0 == UInt8(ascii: "-") }) else { return false }
    switch digits.count % 4 {
    case 0: return true
    case 2: return digits.last.map { "AQgw".utf8.contains($0) } ?? false
    case 3: return digits.last.map { "AEIMQUYcgkosw048".utf8.contains($0) } ?? false
    default: return false
    }
  }

  /// `Red`, `Red,Blue`, `3`, `-1`: members or numbers between commas.
  static func isEnumeration(_ text: String) -> Bool {
    text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy { part in
      let digits = part.first == UInt8(ascii: "-") || part.first == UInt8(ascii: "+") ? part.dropFirst() : part
      if !digits.isEmpty, digits.allSatisfy({ SyntaxReader.isDigit($0) }) { return Int64(String(part) ?? "") != nil }
      return SyntaxReader.startsName(part.first) && part.allSatisfy { SyntaxReader.continuesName($0) }
    }
  }

  /// `P1DT2H3M4.5S`, with an optional minus sign; only seconds have decimals.
  @Sendable private static func isDuration(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    guard rest.popFirst() == UInt8(ascii: "P") else { return false }
    /// Reads numbers with these units in this order; says how many there were, or `nil` for a number without its unit.
    func parts(_ units: [UInt8]) -> Int? {
      var count = 0
      var remaining = units[...]
      while SyntaxReader.isDigit(rest.first) {
        while SyntaxReader.isDigit(rest.first) { rest.removeFirst() }
        var hasFraction = false
        if rest.first == UInt8(ascii: "."), SyntaxReader.isDigit(rest.dropFirst().first) {
          hasFraction = true
          rest.removeFirst()
          while SyntaxReader.isDigit(rest.first) { rest.removeFirst() }
        }
        guard let unit = rest.popFirst(), let index = remaining.firstIndex(of: unit) else { return nil }
        if hasFraction, unit != UInt8(ascii: "S") { return nil }
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
