import OData

/// A small document as a tree: the manifest and the header of a package.
struct XMLElement {
  let name: String
  var text = ""
  var children: [XMLElement] = []

  private init(name: String) { self.name = name }

  /// - Throws: `PackageError.malformed` with line and column.
  init(reading bytes: [UInt8], file: String) throws(PackageError) {
    do throws(CSDLError) {
      var reader = try XMLReader(try TextEncoding.utf8(bytes))
      var open: [XMLElement] = []
      var root: XMLElement?
      reading: while true {
        switch try reader.next() {
        case .start: open.append(XMLElement(name: reader.name))
        case .text: if !open.isEmpty { open[open.count - 1].text += try reader.text }
        case .end:
          guard let element = open.popLast() else { continue }
          if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
        case .finished: break reading
        }
      }
      guard let root else { throw CSDLError(message: "the document has no element") }
      self = root
    } catch {
      throw .malformed(file: file, reason: error.description)
    }
  }

  func children(named name: String) -> [XMLElement] { children.filter { $0.name == name } }
  func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }
  /// The text of the first child of that name; empty without one.
  subscript(name: String) -> String { first(name)?.text ?? "" }
}
