/// Writes the data file of an entity.
public struct DataFileWriter {
  private let format: SourceFormat
  private let columns: [String]
  private let element: String
  private var delimited: [UInt8] = []
  private var xml = XMLWriter()
  private var next = 0
  /// Rows written.
  public private(set) var count = 0

  /// - Parameter element: what an XML file calls a row: the entity's internal name.
  public init(_ format: SourceFormat, columns: [String], element: String) {
    self.format = format
    self.columns = columns
    self.element = element.uppercased()
    switch format {
    case .csv, .csvUnicode:
      for (index, column) in columns.enumerated() {
        if index > 0 { delimited.append(UInt8(ascii: ",")) }
        Self.append(column, to: &delimited)
      }
      endLine()
    case .xmlElement, .xmlAttribute: xml.open("Document")
    }
  }

  /// Writes the next column of the row.
  public mutating func write(_ text: String) {
    if next == 0 { startRow() }
    switch format {
    case .csv, .csvUnicode:
      if next > 0 { delimited.append(UInt8(ascii: ",")) }
      Self.append(text, to: &delimited)
    case .xmlElement: if !text.isEmpty { xml.element(columns[next], text) }
    case .xmlAttribute: if !text.isEmpty { xml.attribute(columns[next], text) }
    }
    next += 1
    if next == columns.count { endRow() }
  }

  private mutating func startRow() {
    switch format {
    case .csv, .csvUnicode: break
    case .xmlElement: xml.open(element)
    case .xmlAttribute: xml.openTag(element)
    }
  }

  private mutating func endRow() {
    next = 0
    count += 1
    switch format {
    case .csv, .csvUnicode: endLine()
    case .xmlElement: xml.close(element)
    case .xmlAttribute: xml.closeEmpty()
    }
  }

  /// CRLF, which the product insists on (inferred).
  private mutating func endLine() {
    delimited.append(0x0D)
    delimited.append(0x0A)
  }

  /// The whole file.
  public consuming func finish() -> [UInt8] {
    switch format {
    case .csv: return delimited
    case .csvUnicode: return TextEncoding.utf16(delimited)
    case .xmlElement, .xmlAttribute:
      xml.close("Document")
      return xml.bytes
    }
  }

  /// Texts as one line of comma-separated text, without its end.
  public static func line(_ texts: [String]) -> String {
    var bytes: [UInt8] = []
    for (index, text) in texts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(text, to: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    if text.isEmpty { return }
    var text = text
    text.withUTF8 { characters in
      let needsQuotes = characters.contains {
        $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
      }
      guard needsQuotes else {
        bytes.append(contentsOf: characters)
        return
      }
      bytes.append(UInt8(ascii: "\""))
      for byte in characters {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }
}
