extension SyntaxReader {
  /// The value of `$search`. NOT binds tightest, then AND (which may be left out), then OR.
  mutating func searchExpression() throws(ODataSyntaxError) -> SearchExpression {
    if peek() == UInt8(ascii: "'") { return .text(try quotedText()) }
    return try searchChoice()
  }

  private mutating func searchChoice() throws(ODataSyntaxError) -> SearchExpression {
    try enter()
    var left = try searchConjunction()
    while skip(searchWord: "OR") {
      try countOperator()
      left = .or(left, try searchConjunction())
    }
    leave()
    return left
  }

  private mutating func searchConjunction() throws(ODataSyntaxError) -> SearchExpression {
    var left = try searchTerm()
    while true {
      if !skip(searchWord: "AND") {
        let start = position
        skipSpace()
        guard position > start, !isAtSearchEnd, !isAt(searchWord: "OR") else {
          position = start
          return left
        }
      }
      try countOperator()
      left = .and(left, try searchTerm())
    }
  }

  private mutating func searchTerm() throws(ODataSyntaxError) -> SearchExpression {
    skipSpace()
    if isAt(searchWord: "NOT") {
      try enter()
      try countOperator()
      position += 3
      let operand = try searchTerm()
      leave()
      return .not(operand)
    }
    if skip(UInt8(ascii: "(")) {
      skipSpace()
      let inner = try searchChoice()
      skipSpace()
      guard skip(UInt8(ascii: ")")) else { throw unexpected(expected: ["')'", "AND", "OR", "word"]) }
      return inner
    }
    if peek() == UInt8(ascii: "\"") { return .phrase(try searchPhrase()) }
    let start = position
    while let byte = peek(), isSearchCharacter(byte) || byte == UInt8(ascii: "'") && position > start { position += 1 }
    let word = text(start..<position)
    if word.isEmpty { throw unexpected(expected: ["word", "phrase", "NOT", "'('"]) }
    return .word(word)
  }

  private mutating func searchPhrase() throws(ODataSyntaxError) -> String {
    let start = position
    position += 1
    while let byte = peek() {
      position += 1
      guard byte == UInt8(ascii: "\"") else { continue }
      if position == start + 2 { throw error("an empty phrase", at: start, expected: ["text between quotation marks"]) }
      return text(start + 1..<position - 1)
    }
    throw error("a phrase is not closed", at: start, expected: ["'\"'"])
  }

  private func isSearchCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "'"): false
    case UInt8(ascii: ";"): !semicolonEnds
    default: true
    }
  }

  private var isAtSearchEnd: Bool { isAtEnd || peek() == UInt8(ascii: ")") || semicolonEnds && peek() == UInt8(ascii: ";") }

  /// An operator in capitals, which no further character of a word follows.
  private func isAt(searchWord word: StaticString) -> Bool {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count,
      zip(bytes[position..<end], UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)).allSatisfy({ $0 == $1 })
    else { return false }
    // Where nothing follows it is a word like any other.
    guard end < bytes.count else { return false }
    return bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == UInt8(ascii: "(") || bytes[end] == UInt8(ascii: "\"")
  }

  private mutating func skip(searchWord word: StaticString) -> Bool {
    let start = position
    skipSpace()
    guard
      position > start || position > 0 && bytes[position - 1] == UInt8(ascii: ")")
        || position > 0 && bytes[position - 1] == UInt8(ascii: "\""),
      isAt(searchWord: word)
    else {
      position = start
      return false
    }
    position += word.utf8CodeUnitCount
    return true
  }
}
