public import OData

/// A file of comma-separated values, read as a whole by `DelimitedReader`. It knows the line each record starts on, because every
/// complaint about a data file must say where.
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

  public typealias FormatError = DelimitedReader.FormatError

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
    var reader = DelimitedReader(bytes, hasComments: hasComments)
    var records: [Record] = []
    while try reader.next() { records.append(Record(line: reader.line, fields: (0..<reader.count).map(reader.text))) }
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
