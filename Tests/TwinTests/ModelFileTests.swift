import EntityStore
import OData
import Testing

@testable import Twin

@Suite("Model files")
struct ModelFileTests {
  @Test(
    "A mistake is reported with file, line and what is wrong",
    arguments: [
      (
        "columns/book.csv", "column,type,evidence,source\nbookid,guid,proposed,t\ntitle,text,proposed,t\n",
        "columns/book.csv:3: error: 'text' is not a type"
      ),
      (
        "columns/book.csv", "column,type,evidence,source\nbookid,guid,guessed,t\n",
        "columns/book.csv:2: error: 'guessed' in column 'evidence': write sourced, inferred or proposed"
      ),
      (
        "columns/book.csv", "column,type,evidence,source\ntitle,string,proposed,t\n",
        "key column 'bookid' of table 'book' is not in columns/book.csv"
      ),
      (
        "columns/book.csv", "column,type,create,evidence,source\nbookid,guid,maybe,proposed,t\n",
        "'maybe' in column 'create': write yes or no"
      ),
      (
        "operations.csv", "name,kind,binding,evidence,source\nx,action,somewhere,proposed,t\n",
        "operations.csv:2: error: 'somewhere' in column 'binding'"
      ),
      ("columns/book.csv", "column,type,evidence,source\nbookid,enum:Colour,proposed,t\n", "enumeration 'Colour' is not in enums.csv"),
      ("tables.csv", "table,set,key,evidence,source\nghost,ghosts,id,proposed,t\n", "columns/ghost.csv:1: error: the file is missing"),
    ])
  func mistakes(file: String, text: String, message: String) throws {
    let error = try LibraryProduct.withModelFiles(replacing: [file: text]) { directory in
      #expect(throws: ModelError.self) {
        try ServiceModel(directory: directory, namespace: "Lib", alias: nil, capabilities: [])
      }
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("A column that asks for a capability is there only at a level that has it")
  func capabilities() throws {
    let text = "column,type,capability,evidence,source\nshelfid,guid,,proposed,t\ncode,string,,proposed,t\nlamp,string,lamps,proposed,t\n"
    try LibraryProduct.withModelFiles(replacing: ["columns/shelf.csv": text]) { directory in
      let without = try ServiceModel(directory: directory, namespace: "Lib", alias: nil, capabilities: [])
      #expect(without.edm.entityType("shelf")?.property("lamp") == nil)
      #expect(without.schema("shelf").index(of: "lamp") != nil)
      let with = try ServiceModel(directory: directory, namespace: "Lib", alias: nil, capabilities: ["lamps"])
      #expect(with.edm.entityType("shelf")?.property("lamp") != nil)
    }
  }
}

@Suite("Comma-separated values")
struct DelimitedTextTests {
  @Test("Quotes, commas, line breaks and comments are read, and every record knows its line")
  func reading() throws {
    let text = try DelimitedText(Array("a,b\n# note\n1,\"x, \"\"y\"\"\nz\"\r\n\n3,4".utf8))
    #expect(text.header == ["a", "b"])
    #expect(text.records.map(\.fields) == [["1", "x, \"y\"\nz"], ["3", "4"]])
    #expect(text.records.map(\.line) == [3, 6])
  }

  @Test("A quote that is never closed is reported where it began")
  func unclosed() {
    #expect(throws: DelimitedText.FormatError(line: 2, message: "a quoted field is never closed")) {
      try DelimitedText(Array("a,b\n1,\"x\n".utf8))
    }
  }
}
