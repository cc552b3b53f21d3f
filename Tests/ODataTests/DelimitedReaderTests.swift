import OData
import Testing

struct DelimitedReaderTests {
  private func read(_ text: String, separator: Character = ",") throws -> [[String]] {
    var reader = DelimitedReader(Array(text.utf8), separator: separator.asciiValue!)
    var records: [[String]] = []
    while try reader.next() { records.append((0..<reader.count).map(reader.text)) }
    return records
  }

  @Test(
    "Records end in LF, CRLF or with the text; fields may be quoted, blank or missing",
    arguments: [
      ("a,b\nc,d", [["a", "b"], ["c", "d"]]), ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,\n,b", [["a", ""], ["", "b"]]),
      ("\"a,\"\"x\"\"\",\"two\nlines\"\r\nc", [["a,\"x\"", "two\nlines"], ["c"]]), ("\n\n a \n\n", [[" a "]]), ("a\"b", [["a\"b"]]),
      ("\"\",b\n", [["", "b"]]), ("a,b,", [["a", "b", ""]]), ("", []), ("\u{FEFF}a", [["a"]]), ("\"a\"\r\n", [["a"]]),
      ("a\rb\n", [["a\rb"]]),
    ])
  func records(text: String, expected: [[String]]) throws { #expect(try read(text) == expected) }

  @Test("The place of a record is known: its line, and how it is written")
  func places() throws {
    var reader = DelimitedReader(Array("a,b\r\n\r\n\"x\ny\",2\nlast,\"q\"".utf8))
    var places: [(Int, String)] = []
    while try reader.next() { places.append((reader.line, String(decoding: reader.record, as: UTF8.self))) }
    #expect(places.map(\.0) == [1, 3, 5])
    #expect(places.map(\.1) == ["a,b", "\"x\ny\",2", "last,\"q\""])
  }

  @Test("Text behind a closing quote and a quote that is never closed are refused with the line")
  func refusals() throws {
    #expect(throws: DelimitedReader.FormatError(line: 2, message: "text behind the closing quote of a field")) { try read("a\n\"b\"c") }
    #expect(throws: DelimitedReader.FormatError(line: 2, message: "a quoted field is never closed")) { try read("a\n\"b\n\nc") }
  }
}
