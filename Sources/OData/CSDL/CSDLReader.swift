import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Collects what a metadata document says, element by element, then makes the model of it; see `CSDL.read`.
final class CSDLReader: NSObject, XMLParserDelegate {
  static func read(_ bytes: [UInt8]) throws(CSDLError) -> EdmModel {
    // Foundation's parser stops the program on names that are not UTF-8.
    guard String(validating: bytes, as: UTF8.self) != nil else { throw CSDLError(message: "the metadata is not UTF-8") }
    let parser = XMLParser(data: Data(bytes))
    let reader = CSDLReader()
    parser.delegate = reader
    // On Linux `parse` says true after some errors, but keeps the error.
    guard parser.parse(), parser.parserError == nil, reader.path.isEmpty else {
      throw CSDLError(message: "the metadata is not well-formed XML", line: parser.lineNumber, column: parser.columnNumber)
    }
    return try reader.document.model()
  }

  private var document = CSDLDocument()
  /// Names of the open elements, without prefix, outermost first.
  private var path: [String] = []
  private var text = ""
  /// What an annotation inside `Annotations` belongs to.
  private var target = ""
  private var term = ""
  private var alternateKeys = AlternateKeyCollector()

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    let name = Self.withoutPrefix(elementName)
    let parent = path.last ?? ""
    path.append(name)
    text = ""
    switch name {
    case "Schema": document.schemas.append(.init(namespace: attributes["Namespace"] ?? "", alias: attributes["Alias"]))
    case "Include": if let alias = attributes["Alias"] { document.vocabularies[alias] = attributes["Namespace"] }
    case "EnumType": document.enumTypes.append(.init(name: attributes["Name"] ?? ""))
    case "Member": document.addMember(attributes)
    case "EntityType":
      document.schemas.indices.last.map { document.schemas[$0].entityTypes += 1 }
      document.entityTypes.append(.init(name: attributes["Name"] ?? "", base: attributes["BaseType"]))
    case "PropertyRef" where parent == "Key": document.editType { $0.key.append(attributes["Name"] ?? "") }
    case "Property" where parent == "EntityType": document.editType { $0.properties.append(.init(attributes)) }
    case "NavigationProperty" where parent == "EntityType": document.editType { $0.navigations.append(.init(attributes)) }
    case "ReferentialConstraint" where isInside("EntityType"):
      document.editType { $0.addConstraint(attributes) }
    case "Action", "Function": document.operations.append(.init(kind: name == "Action" ? .action : .function, attributes))
    case "Parameter" where parent == "Action" || parent == "Function": document.editOperation { $0.parameters.append(.init(attributes)) }
    case "ReturnType" where parent == "Action" || parent == "Function": document.editOperation { $0.returnType = attributes["Type"] }
    case "EntitySet": document.entitySets.append(.init(name: attributes["Name"] ?? "", type: attributes["EntityType"] ?? ""))
    case "NavigationPropertyBinding" where parent == "EntitySet": document.addBinding(attributes)
    case "Annotations": target = attributes["Target"] ?? ""
    case "Annotation": startAnnotation(attributes, parent: parent)
    case "Record": alternateKeys.startRecord()
    case "PropertyValue": alternateKeys.startValue(attributes)
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(_ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?) {
    guard let name = path.popLast() else { return }
    switch name {
    case "Annotation":
      if !isInside("Record"), let keys = alternateKeys.finish() {
        if let type = annotatedType { document.editType(named: type) { $0.alternateKeys += keys } }
      }
    case "Record": alternateKeys.endRecord()
    case "PropertyPath": alternateKeys.propertyPath(text)
    case "EnumMember" where term == CSDL.Term.permissions: annotatePermissions(text)
    default: break
    }
    text = ""
  }

  private func startAnnotation(_ attributes: [String: String], parent: String) {
    let term = document.fullTerm(attributes["Term"] ?? "")
    if parent == "Record" {
      if term == CSDL.Term.description { alternateKeys.name(attributes["String"] ?? "") }
      return
    }
    self.term = term
    switch term {
    case CSDL.Term.computed: if attributes["Bool"] != "false" { markComputed() }
    case CSDL.Term.allowEdit where parent == "Property":
      document.editType { $0.editLastProperty { $0.allowsEdit = attributes["Bool"] != "false" } }
    case CSDL.Term.allowEditOnCreate where parent == "Property":
      document.editType { $0.editLastProperty { $0.allowsEditOnCreate = attributes["Bool"] != "false" } }
    case CSDL.Term.permissions: attributes["EnumMember"].map(annotatePermissions)
    case CSDL.Term.alternateKeys, CSDL.Term.communityAlternateKeys: if annotatedType != nil { alternateKeys.start() }
    default: break
    }
  }

  /// A property that can only be read is the server's own.
  private func annotatePermissions(_ members: String) {
    if members.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix("/Read") { markComputed() }
  }

  private func markComputed() {
    if isInside("Annotations") {
      let parts = target.split(separator: "/")
      guard parts.count == 2 else { return }
      document.editType(named: CSDLDocument.unqualified(parts[0])) { $0.markComputed(String(parts[1])) }
    } else if isInside("Property"), isInside("EntityType") {
      document.editType { $0.markLastComputed() }
    }
  }

  /// The entity type the open annotation belongs to as a whole.
  private var annotatedType: String? {
    if isInside("Annotations") { return target.contains("/") ? nil : CSDLDocument.unqualified(target) }
    return path.suffix(2).first == "EntityType" || path.last == "EntityType" ? document.entityTypes.last?.name : nil
  }

  private func isInside(_ element: String) -> Bool { path.contains(element) }

  private static func withoutPrefix(_ name: String) -> String {
    name.firstIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
  }
}

/// Puts together the keys of an `AlternateKeys` annotation: a collection of records, each with a collection of property
/// references. Idle outside such an annotation.
private struct AlternateKeyCollector {
  private var isCollecting = false
  private var recordDepth = 0
  private var valueName = ""
  private var keys: [AlternateKey] = []
  private var keyName: String?
  private var properties: [String] = []

  mutating func start() {
    self = AlternateKeyCollector()
    isCollecting = true
  }

  mutating func finish() -> [AlternateKey]? {
    guard isCollecting else { return nil }
    defer { isCollecting = false }
    return keys
  }

  mutating func startRecord() { recordDepth += 1 }

  mutating func endRecord() {
    recordDepth -= 1
    guard isCollecting, recordDepth == 0, !properties.isEmpty else { return }
    keys.append(AlternateKey(name: keyName ?? properties.joined(separator: "_"), properties: properties))
    keyName = nil
    properties = []
  }

  mutating func name(_ name: String) { if isCollecting, recordDepth == 1 { keyName = name } }

  mutating func startValue(_ attributes: [String: String]) {
    valueName = attributes["Property"] ?? ""
    if let path = attributes["PropertyPath"] ?? attributes["String"] { propertyPath(path) }
  }

  mutating func propertyPath(_ path: String) {
    let path = path.trimmingCharacters(in: .whitespacesAndNewlines)
    if isCollecting, recordDepth == 2, valueName == "Name", !path.isEmpty { properties.append(path) }
  }
}
