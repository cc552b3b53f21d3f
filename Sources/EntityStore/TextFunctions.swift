import SQLite

/// What SQL borrows from the store to work on texts.
enum TextFunctions {
  /// `text_like(text, pattern)`: 1 or 0; null when either is. The pattern is a `TextPattern`.
  static let like = "text_like"
  /// `text_index(text, part)`: UTF-16 units before the first place where the part stands, or -1.
  static let index = "text_index"
  /// `text_length(text)`: UTF-16 units, as .NET counts.
  static let length = "text_length"
  /// `text_part(text, start, count)`: by UTF-16 units; a null count means to the end.
  static let part = "text_part"

  static func add(to database: Database) throws(SQLiteError) {
    let memo = PatternMemo()
    try database.addFunction(like, argumentCount: 2) { arguments in
      if arguments.isNull(0) || arguments.isNull(1) { return .null }
      let pattern = arguments.withText(1) { memo.pattern($0) }
      return .int(arguments.withText(0) { pattern.matches($0) } ? 1 : 0)
    }
    try database.addFunction(index, argumentCount: 2) { arguments in
      if arguments.isNull(0) || arguments.isNull(1) { return .null }
      return .int(Int64(offset(of: text(arguments, 1), in: text(arguments, 0))))
    }
    try database.addFunction(length, argumentCount: 1) { arguments in
      arguments.isNull(0) ? .null : .int(Int64(text(arguments, 0).utf16.count))
    }
    try database.addFunction(part, argumentCount: 3) { arguments in
      if arguments.isNull(0) || arguments.isNull(1) { return .null }
      let units = Array(text(arguments, 0).utf16)
      let start = min(max(Int(clamping: arguments.int(1)), 0), units.count)
      let count = arguments.isNull(2) ? units.count - start : min(max(Int(clamping: arguments.int(2)), 0), units.count - start)
      return .text(String(decoding: units[start..<start + count], as: UTF16.self))
    }
  }

  private static func text(_ arguments: FunctionArguments, _ index: Int) -> String {
    arguments.withText(index) { String(decoding: $0, as: UTF8.self) }
  }

  /// By folded characters, so that case and accents do not matter here either.
  private static func offset(of part: String, in text: String) -> Int {
    let wanted = TextFolding.fold(part)
    if wanted.isEmpty { return 0 }
    var folded: [UInt8] = []
    var units: [Int] = []
    var unit = 0
    for scalar in text.unicodeScalars {
      let bytes = TextFolding.fold(String(scalar))
      folded += bytes
      units += Array(repeating: unit, count: bytes.count)
      unit += UTF16.width(scalar)
    }
    guard folded.count >= wanted.count else { return -1 }
    for start in 0...folded.count - wanted.count where folded[start..<start + wanted.count].elementsEqual(wanted) { return units[start] }
    return -1
  }
}

/// A query matches one pattern against many rows: the newest one is kept ready.
private final class PatternMemo {
  private var bytes: [UInt8] = []
  private var pattern = TextPattern("")

  func pattern(_ text: UnsafeBufferPointer<UInt8>) -> TextPattern {
    if bytes.count == text.count, bytes.elementsEqual(text) { return pattern }
    bytes = Array(text)
    pattern = TextPattern(String(decoding: text, as: UTF8.self))
    return pattern
  }
}
