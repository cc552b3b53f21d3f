import OData

/// The rows of a data file, one after the other, whatever its format.
public struct DataFileReader: Sendable {
  /// Names of the columns. An XML file may name further ones in later rows.
  public private(set) var columns: [String] = []
  /// Number of the row at hand, from 1.
  public private(set) var number = 0
  /// One of the two; kept apart so that each goes on where it lies, without being copied.
  private var delimited: DelimitedReader?
  private var xml: XMLRows?
  private let name: String

  /// - Parameter name: what complaints call the file.
  /// - Throws: `PackageError.malformed`.
  public init(_ bytes: [UInt8], format: SourceFormat, name: String) throws(PackageError) {
    self.name = name
    do throws(CSDLError) {
      switch format {
      case .csv, .csvUnicode:
        // The product's words (inferred).
        if format == .csvUnicode, !TextEncoding.isUTF16(bytes) { throw CSDLError(message: "Selected file is not Unicode") }
        delimited = DelimitedReader(try TextEncoding.utf8(bytes))
      case .xmlElement, .xmlAttribute:
        xml = XMLRows(try XMLReader(try TextEncoding.utf8(bytes)), inAttributes: format == .xmlAttribute)
      }
    } catch {
      throw .malformed(file: name, reason: error.description)
    }
    if delimited != nil { try readHeader() }
  }

  private mutating func readHeader() throws(PackageError) {
    guard try next(), let delimited else {
      throw .malformed(file: name, reason: "the file is empty; its first line must name the columns")
    }
    columns = (0..<delimited.count).map { Self.trimmed(delimited.text($0)) }
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.lowercased()).inserted {
      throw .malformed(file: name, reason: "two columns are called '\(column)'")
    }
    number = 0
  }

  /// Goes on to the next row.
  /// - Returns: `false` behind the last.
  /// - Throws: `PackageError.malformed`, with the line.
  public mutating func next() throws(PackageError) -> Bool {
    var isThere = false
    do throws(DelimitedReader.FormatError) {
      isThere = try delimited?.next() ?? false
    } catch {
      throw .malformed(file: name, reason: error.description)
    }
    do throws(CSDLError) {
      if try xml?.next(&columns) ?? false { isThere = true }
    } catch {
      throw .malformed(file: name, reason: error.description)
    }
    if isThere { number += 1 }
    return isThere
  }

  /// What stands in a column; empty where nothing does.
  public func text(_ column: Int) -> String { delimited?.text(column) ?? xml?.text(column) ?? "" }

  public func isBlank(_ column: Int) -> Bool { delimited?.isBlank(column) ?? xml?.text(column).isEmpty ?? true }

  /// Whether the row has more fields than there are columns.
  public var hasTooManyFields: Bool { (delimited?.count ?? 0) > columns.count }

  /// The row at hand as texts, one for each column there is so far.
  public var texts: [String] { columns.indices.map(text) }

  private static func trimmed(_ text: String) -> String {
    var view = Substring(text)
    while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }
}

/// The rows of an XML file: the children of its root element.
private struct XMLRows: Sendable {
  private var reader: XMLReader
  private let inAttributes: Bool
  private var depth = 0
  private var values: [String] = []
  private var positions: [String: Int] = [:]

  init(_ reader: XMLReader, inAttributes: Bool) {
    self.reader = reader
    self.inAttributes = inAttributes
  }

  func text(_ column: Int) -> String { column < values.count ? values[column] : "" }

  mutating func next(_ columns: inout [String]) throws(CSDLError) -> Bool {
    for index in values.indices { values[index] = "" }
    var column: Int?
    while true {
      switch try reader.next() {
      case .start:
        depth += 1
        if depth == 2, inAttributes {
          for (name, value) in try reader.attributeValues { values[position(name, &columns)] = value }
        } else if depth == 3, !inAttributes {
          column = position(reader.name, &columns)
        } else if depth > 3 {
          throw reader.error("'\(reader.name)' stands inside a column")
        }
      case .text:
        if let column { values[column] += try reader.text } else { throw reader.error("text where rows are expected") }
      case .end:
        depth -= 1
        column = nil
        if depth == 1 { return true }
      case .finished: return false
      }
    }
  }

  private mutating func position(_ name: String, _ columns: inout [String]) -> Int {
    if let known = positions[name] { return known }
    positions[name] = columns.count
    columns.append(name)
    values.append("")
    return columns.count - 1
  }
}
