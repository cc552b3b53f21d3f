import EntityStore
import Foundation
import OData
import Twin

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A FetchXML query over one table: attributes, filters, order, pages (page on FetchXML). Joined tables and aggregates are
/// not emulated.
struct FetchXML {
  private let root: XMLElementTree.Element
  private let condition: Condition
  private let errors: any ErrorCatalog

  /// - Throws: the product's refusal of text that is no FetchXML or asks for another table.
  init(_ text: String, _ table: TableDefinition, _ errors: any ErrorCatalog) throws {
    guard let root = XMLElementTree.read(text), root.name == "fetch", let entity = root.children.first(where: { $0.name == "entity" })
    else {
      throw SalesErrors.invalid("Invalid XML: a query is a 'fetch' element with one 'entity' in it.")
    }
    guard entity.attributes["name"]?.lowercased() == table.name else {
      throw errors.badQuery(
        "The entity '\(entity.attributes["name"] ?? "")' of the query is not the one the address leads to, '\(table.name)'.")
    }
    self.root = root
    self.errors = errors
    condition = Condition(table: table)
  }

  func translated() throws -> TranslatedQuery {
    var query = Query()
    for name in ["aggregate", "distinct"] where root.attributes[name] == "true" {
      throw Self.notEmulated(name)
    }
    guard let entity = root.children.first(where: { $0.name == "entity" }) else { return TranslatedQuery(query) }
    var columns: [String] = []
    var isWhole = false
    for element in entity.children {
      switch element.name {
      case "attribute":
        if element.attributes["alias"] != nil { throw Self.notEmulated("alias") }
        columns.append(try condition.property(element.attributes["name"] ?? ""))
      case "all-attributes": isWhole = true
      case "no-attrs": break
      case "filter":
        guard let filter = try filter(element, depth: 0) else { continue }
        query.filter = query.filter.map { .and($0, filter) } ?? filter
      case "order":
        query.orderBy.append(
          OrderItem(
            .path([try condition.property(element.attributes["attribute"] ?? "")]), descending: element.attributes["descending"] == "true"))
      default: throw Self.notEmulated(element.name)
      }
    }
    // Without any attribute the primary key comes alone [inferred].
    if !isWhole { query.select = (columns.isEmpty ? [condition.table.key[0]] : columns).map { SelectItem($0) } }
    query.top = try number("top")
    query.count = root.attributes["returntotalrecordcount"] == "true"
    return TranslatedQuery(
      query, pageSize: try number("count"), page: max(try number("page") ?? 1, 1), pagingCookie: root.attributes["paging-cookie"],
      annotatesPages: true)
  }

  private static func notEmulated(_ part: String) -> ServiceError { ServiceError.notEmulated("FetchXML with \(part)") }

  private func number(_ name: String) throws -> Int? {
    guard let text = root.attributes[name] else { return nil }
    guard let number = Int(text), number > 0 else { throw SalesErrors.invalid("'\(text)' of '\(name)' is no number above zero.") }
    return number
  }

  private func filter(_ element: XMLElementTree.Element, depth: Int) throws -> OData.Expression? {
    guard depth < 50 else { throw errors.badQuery("The filters of the query are nested too deeply.") }
    let isOr = element.attributes["type"] == "or"
    var sum: OData.Expression?
    for child in element.children {
      let next: OData.Expression?
      switch child.name {
      case "filter": next = try filter(child, depth: depth + 1)
      case "condition":
        let listed = child.children.filter { $0.name == "value" }.map(\.text)
        let values = listed.isEmpty ? [child.attributes["value"]].compactMap { $0 } : listed
        guard child.attributes["entityname"] == nil, child.attributes["valueof"] == nil else {
          throw Self.notEmulated("conditions on other columns or tables")
        }
        next = try condition.expression(
          child.attributes["attribute"] ?? "", child.attributes["operator"] ?? "", values, language: "FetchXML")
      default: throw Self.notEmulated(child.name)
      }
      guard let next else { continue }
      sum = sum.map { isOr ? .or($0, next) : .and($0, next) } ?? next
    }
    return sum
  }
}

/// XML as a tree of elements, small and bounded: queries are at most as long as a URL.
enum XMLElementTree {
  struct Element {
    let name: String
    let attributes: [String: String]
    var children: [Element] = []
    var text = ""
  }

  /// `nil` for text that is no well-formed XML, or nested deeper than any query.
  static func read(_ text: String) -> Element? {
    let reader = Reader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    guard parser.parse(), parser.parserError == nil, reader.isSound else { return nil }
    return reader.root
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var root: Element?
    var isSound = true
    private var open: [Element] = []

    func parser(
      _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String] = [:]
    ) {
      open.append(Element(name: elementName, attributes: attributes))
      if open.count > 100 {
        isSound = false
        parser.abortParsing()
      }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if !open.isEmpty { open[open.count - 1].text += string }
    }

    func parser(_ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?) {
      guard let element = open.popLast() else { return }
      if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }
  }
}
