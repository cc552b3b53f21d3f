/// A reader for comma-separated values (RFC 4180) that knows the line each record starts on, because every complaint
/// about a data file must say where.
///
/// Quoted fields may hold commas, doubled quotes and line breaks; lines end in LF or CRLF; a byte-order mark is skipped;
/// blank lines are skipped, and so are lines that start with `#` where the file has comments.
public struct DelimitedText: Sendable {
  public struct Record: Sendable {
    /// Line of the file, from 1.
    public let line: Int
    public let fields: [String]

    public init(line: Int, fields: [String]) {
      self.line = line
      self.fields = fields
    }
  }

  /// The first record: names of the columns, trimmed.
  public let header: [String]
  /// All records behind the header. A record may have fewer or more fields than the header; its reader decides.
  public let records: [Record]
  private let position: [String: Int]

  /// A file that is not comma-separated text.
  public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
    public let line: Int
    public let message: String
    public var description: String { "line \(line): \(message)" }
  }

  /// - Parameter hasComments: whether lines that start with `#` are comments. Other people's data may well start so.
  /// - Throws: `FormatError` for a quote that is never closed, text behind a closing quote, or a file without a header.
  public init(_ bytes: [UInt8], hasComments: Bool = true) throws(FormatError) {
    var all = try Self.split(bytes, hasComments: hasComments)
    guard !all.isEmpty else { throw FormatError(line: 1, message: "the file is empty; its first line must name the columns") }
    header = all.removeFirst().fields.map { $0.trimmingBlanks() }
    records = all
    position = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A table that was written somewhere else than in a CSV file.
  public init(header: [String], records: [Record]) {
    self.header = header
    self.records = records
    position = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The position of a column in `Record.fields`.
  public func index(of column: String) -> Int? { position[column] }

  private static func split(_ bytes: [UInt8], hasComments: Bool) throws(FormatError) -> [Record] {
    var records: [Record] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var line = 1
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var recordLine = 1

    func endField() {
      fields.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    func endRecord() {
      endField()
      if fields.count > 1 || !fields[0].isEmpty { records.append(Record(line: recordLine, fields: fields)) }
      fields.removeAll(keepingCapacity: true)
    }

    while index < bytes.count {
      if hasComments, fields.isEmpty, field.isEmpty, bytes[index] == UInt8(ascii: "#") {
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        index += 1
        line += 1
        recordLine = line
        continue
      }
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: ","):
        endField()
        index += 1
      case 0x0D where index + 1 < bytes.count && bytes[index + 1] == 0x0A:
        index += 1
      case 0x0A:
        endRecord()
        index += 1
        line += 1
        recordLine = line
      case UInt8(ascii: "\"") where field.isEmpty:
        index += 1
        while true {
          guard index < bytes.count else { throw FormatError(line: recordLine, message: "a quoted field is never closed") }
          if bytes[index] == UInt8(ascii: "\"") {
            if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") {
              field.append(UInt8(ascii: "\""))
              index += 2
              continue
            }
            index += 1
            break
          }
          if bytes[index] == 0x0A { line += 1 }
          field.append(bytes[index])
          index += 1
        }
        if index < bytes.count, ![UInt8(ascii: ","), 0x0A, 0x0D].contains(bytes[index]) {
          throw FormatError(line: line, message: "text behind the closing quote of a field")
        }
      default:
        field.append(byte)
        index += 1
      }
    }
    if !fields.isEmpty || !field.isEmpty { endRecord() }
    return records
  }
}

extension String {
  /// The text without blanks and tabs at either end.
  public func trimmingBlanks() -> String {
    var view = Substring(self)
    while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }
}
