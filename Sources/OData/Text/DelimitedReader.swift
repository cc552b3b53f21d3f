/// Reads delimited text (RFC 4180) record by record, without making a text of any field nobody asks for: data files have a hundred
/// thousand records of two hundred fields, most of them blank.
///
/// Quoted fields may hold separators, doubled quotes and line breaks; lines end in LF or CRLF; a byte-order mark is skipped; blank
/// lines are skipped, and so are lines that start with `#` where the file has comments.
public struct DelimitedReader: Sendable {
  /// Text that is not delimited text.
  public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Line of the file, from 1.
    public let line: Int
    public let message: String
    public var description: String { "line \(line): \(message)" }

    public init(line: Int, message: String) {
      self.line = line
      self.message = message
    }
  }

  private struct Field {
    var start: Int
    var end: Int
    /// Two quotes stand for one somewhere in it.
    var hasDoubledQuotes: Bool
  }

  private let bytes: [UInt8]
  private let separator: UInt8
  private let hasComments: Bool
  private var index: Int
  private var nextLine = 1
  private var fields: [Field] = []
  /// Line the record at hand starts on, from 1.
  public private(set) var line = 1
  /// Where the record at hand stands, without the end of its last line.
  public private(set) var range = 0..<0

  /// - Parameters:
  ///   - bytes: UTF-8.
  ///   - hasComments: whether lines that start with `#` are comments. Other people's data may well start so.
  public init(_ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ","), hasComments: Bool = false) {
    self.bytes = bytes
    self.separator = separator
    self.hasComments = hasComments
    index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// How many fields the record at hand has.
  public var count: Int { fields.count }

  /// Whether nothing stands in a field; a field the record does not have is blank.
  public func isBlank(_ field: Int) -> Bool { field >= fields.count || fields[field].start == fields[field].end }

  /// The text of a field; empty for one the record does not have.
  public func text(_ field: Int) -> String {
    guard field < fields.count else { return "" }
    let place = fields[field]
    guard place.hasDoubledQuotes else { return String(decoding: bytes[place.start..<place.end], as: UTF8.self) }
    var text: [UInt8] = []
    var index = place.start
    while index < place.end {
      text.append(bytes[index])
      index += bytes[index] == Self.quote ? 2 : 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The record at hand as it is written.
  public var record: ArraySlice<UInt8> { bytes[range] }

  /// Goes on to the next record.
  /// - Returns: `false` behind the last.
  /// - Throws: `FormatError` for a quote that is never closed, and text behind a closing quote.
  public mutating func next() throws(FormatError) -> Bool {
    while index < bytes.count {
      line = nextLine
      if hasComments, bytes[index] == UInt8(ascii: "#") {
        while index < bytes.count, bytes[index] != Self.lineFeed { index += 1 }
        index += 1
        nextLine += 1
        continue
      }
      let start = index
      try readRecord()
      if fields.count > 1 || fields[0].start < fields[0].end {
        range = start..<(fields.last.map { bytes.indices.contains($0.end) && bytes[$0.end] == Self.quote ? $0.end + 1 : $0.end } ?? start)
        return true
      }
    }
    fields.removeAll(keepingCapacity: true)
    return false
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed: UInt8 = 0x0A
  private static let carriageReturn: UInt8 = 0x0D

  private mutating func readRecord() throws(FormatError) {
    fields.removeAll(keepingCapacity: true)
    while true {
      if index < bytes.count, bytes[index] == Self.quote {
        try readQuoted()
      } else {
        let start = index
        while index < bytes.count, bytes[index] != separator, bytes[index] != Self.lineFeed { index += 1 }
        var end = index
        // The carriage return belongs to the end of the line.
        if end > start, index < bytes.count, bytes[index] == Self.lineFeed, bytes[end - 1] == Self.carriageReturn { end -= 1 }
        fields.append(Field(start: start, end: end, hasDoubledQuotes: false))
      }
      guard index < bytes.count else { return }
      let byte = bytes[index]
      index += 1
      if byte == Self.lineFeed {
        nextLine += 1
        return
      }
    }
  }

  /// Ends before the separator, or the end of the line, behind a quoted field.
  private mutating func readQuoted() throws(FormatError) {
    index += 1
    let start = index
    var hasDoubledQuotes = false
    while true {
      guard index < bytes.count else { throw FormatError(line: line, message: "a quoted field is never closed") }
      if bytes[index] == Self.quote {
        guard index + 1 < bytes.count, bytes[index + 1] == Self.quote else { break }
        hasDoubledQuotes = true
        index += 2
        continue
      }
      if bytes[index] == Self.lineFeed { nextLine += 1 }
      index += 1
    }
    fields.append(Field(start: start, end: index, hasDoubledQuotes: hasDoubledQuotes))
    index += 1
    let endsLine = index + 1 >= bytes.count || bytes[index + 1] == Self.lineFeed
    if endsLine, index < bytes.count, bytes[index] == Self.carriageReturn { index += 1 }
    guard index >= bytes.count || bytes[index] == separator || bytes[index] == Self.lineFeed else {
      throw FormatError(line: nextLine, message: "text behind the closing quote of a field")
    }
  }
}
