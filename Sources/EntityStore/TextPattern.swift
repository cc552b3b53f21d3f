/// A pattern of SQL's LIKE, matched over folded texts: `%` any run, `_` any one character, `[a-f]` one of, `[^a-f]` one not
/// of, `\` takes the next character as it stands.
///
/// SQLite's own LIKE folds ASCII only and knows no sets; so the store brings this one.
struct TextPattern {
  private enum Element {
    /// One folded byte.
    case byte(UInt8)
    case anyCharacter
    case anyRun
    case set([ClosedRange<UInt32>], negated: Bool)
  }

  private let elements: [Element]

  init(_ pattern: String) {
    var elements: [Element] = []
    let scalars = Array(pattern.unicodeScalars)
    var index = 0
    func literal(_ scalar: Unicode.Scalar) {
      for byte in TextFolding.fold(String(scalar)) { elements.append(.byte(byte)) }
    }
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "\\" where index < scalars.count:
        literal(scalars[index])
        index += 1
      case "%":
        if case .anyRun = elements.last {} else { elements.append(.anyRun) }
      case "_": elements.append(.anyCharacter)
      case "[":
        guard let end = scalars[index...].firstIndex(of: "]"), end > index else {
          literal(scalar)
          continue
        }
        elements.append(Self.set(scalars[index..<end]))
        index = end + 1
      default: literal(scalar)
      }
    }
    self.elements = elements
  }

  /// The pattern that matches exactly this text.
  static func escaping(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if scalar == "%" || scalar == "_" || scalar == "[" || scalar == "\\" { escaped.unicodeScalars.append("\\") }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }

  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if text.allSatisfy({ $0 < 0x80 }) { return run(text) }
    return TextFolding.fold(text).withUnsafeBufferPointer { run($0) }
  }

  /// Greedy matching with one point of return: after a second `%` the first never needs another try.
  private func run(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var element = 0
    var position = 0
    var afterRun = -1
    var retry = 0
    while true {
      if element < elements.count, case .anyRun = elements[element] {
        element += 1
        if element == elements.count { return true }
        afterRun = element
        retry = position
        continue
      }
      if element == elements.count, position == text.count { return true }
      if element < elements.count, position < text.count {
        let length = length(of: elements[element], in: text, at: position)
        if length > 0 {
          element += 1
          position += length
          continue
        }
      }
      guard afterRun >= 0, retry < text.count else { return false }
      retry += scalarLength(text[retry])
      position = retry
      element = afterRun
    }
  }

  /// How many bytes the element takes at that place; 0 when it does not match.
  private func length(of element: Element, in text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    switch element {
    case .byte(let byte): return TextFolding.lower(text[position]) == byte ? 1 : 0
    case .anyCharacter: return min(scalarLength(text[position]), text.count - position)
    case .anyRun: return 0
    case .set(let ranges, let negated):
      let length = min(scalarLength(text[position]), text.count - position)
      let value = scalarValue(text, position, length)
      return ranges.contains { $0.contains(value) } != negated ? length : 0
    }
  }

  private func scalarLength(_ first: UInt8) -> Int { first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4 }

  private func scalarValue(_ text: UnsafeBufferPointer<UInt8>, _ position: Int, _ length: Int) -> UInt32 {
    if length == 1 { return UInt32(TextFolding.lower(text[position])) }
    return String(decoding: text[position..<position + length], as: UTF8.self).unicodeScalars.first?.value ?? 0
  }

  private static func set(_ scalars: ArraySlice<Unicode.Scalar>) -> Element {
    var rest = scalars
    let negated = rest.first == "^"
    if negated { rest = rest.dropFirst() }
    var ranges: [ClosedRange<UInt32>] = []
    while let first = rest.popFirst() {
      let low = foldedValue(first)
      if rest.count >= 2, rest.first == "-" {
        rest = rest.dropFirst()
        let high = rest.popFirst().map(foldedValue) ?? low
        if low <= high { ranges.append(low...high) }
      } else {
        ranges.append(low...low)
      }
    }
    return .set(ranges, negated: negated)
  }

  private static func foldedValue(_ scalar: Unicode.Scalar) -> UInt32 {
    String(decoding: TextFolding.fold(String(scalar)), as: UTF8.self).unicodeScalars.first?.value ?? scalar.value
  }
}
