/// Collects what a metadata document says, element by element, then makes the model of it; see `CSDL.read`.
struct CSDLReader {
  static func read(_ bytes: [UInt8]) throws(CSDLError) -> EdmModel {
    var reader = CSDLReader(xml: try XMLReader(bytes))
    try reader.readAll()
    return try reader.document.model()
  }

  private var xml: XMLReader
  private var document = CSDLDocument()
  /// Names of the open elements, without prefix, outermost first.
  private var path: [String] = []
  /// Collected only inside annotations, the one place where text means something.
  private var text = ""
  /// What an annotation inside `Annotations` belongs to.
  private var target = ""
  private var term: String?
  private var annotationDepth = 0
  private var alternateKeys = AlternateKeyCollector()

  private init(xml: XMLReader) { self.xml = xml }

  private mutating func readAll() throws(CSDLError) {
    while true {
      switch try xml.next() {
      case .start:
        path.append(xml.name)
        try startElement(xml.name)
      case .end:
        path.removeLast()
        try endElement(xml.name)
      case .text: if term != nil { text += try xml.text }
      case .finished: return
      }
    }
  }

  private mutating func startElement(_ name: String) throws(CSDLError) {
    let parent = path.dropLast().last ?? ""
    if annotationDepth > 0 || name == "Annotation" { return try startInAnnotation(name) }
    switch name {
    case "Property":
      guard parent == "EntityType" || parent == "ComplexType" else { return }
      let property = try CSDLDocument.RawProperty(xml)
      document.editType { $0.properties.append(property) }
    case "NavigationProperty":
      guard parent == "EntityType" || parent == "ComplexType" else { return }
      let navigation = try CSDLDocument.RawNavigation(xml)
      document.editType { $0.navigations.append(navigation) }
    case "PropertyRef":
      guard parent == "Key" else { return }
      let name = try required("Name")
      document.editType { $0.key.append(name) }
    case "ReferentialConstraint":
      let (own, other) = (try required("Property"), try required("ReferencedProperty"))
      if path.contains("EntityType") || path.contains("ComplexType") {
        document.editType { $0.addConstraint(.init(property: own, referencedProperty: other)) }
      }
    case "EntityType", "ComplexType":
      if name == "EntityType", let last = document.schemas.indices.last { document.schemas[last].entityTypes += 1 }
      document.types.append(
        .init(
          name: try required("Name"), isComplex: name == "ComplexType", base: try xml.attribute("BaseType"),
          isAbstract: try flag("Abstract"), isOpen: try flag("OpenType"), hasStream: try flag("HasStream")))
    case "EnumType":
      document.enumTypes.append(
        .init(name: try required("Name"), isFlags: try flag("IsFlags"), underlyingType: try xml.attribute("UnderlyingType")))
    case "Member":
      guard parent == "EnumType" else { return }
      try document.addMember(required("Name"), value: xml.attribute("Value"), xml: xml)
    case "TypeDefinition":
      document.typeDefinitions.append(.init(name: try required("Name"), underlyingType: try required("UnderlyingType")))
    case "Schema": document.schemas.append(.init(namespace: try required("Namespace"), alias: try xml.attribute("Alias")))
    case "Include": if let alias = try xml.attribute("Alias") { document.vocabularies[alias] = try xml.attribute("Namespace") }
    case "Annotations": target = try xml.attribute("Target") ?? ""
    default: try startOperationOrContainer(name, parent)
    }
  }

  private mutating func startOperationOrContainer(_ name: String, _ parent: String) throws(CSDLError) {
    switch name {
    case "Action", "Function":
      document.operations.append(
        .init(
          name: try required("Name"), kind: name == "Action" ? .action : .function, isBound: try flag("IsBound"),
          isComposable: try flag("IsComposable"), entitySetPath: try xml.attribute("EntitySetPath")))
    case "Parameter":
      guard parent == "Action" || parent == "Function" else { return }
      let parameter = try CSDLDocument.RawProperty(xml)
      document.editOperation { $0.parameters.append(parameter) }
    case "ReturnType":
      guard parent == "Action" || parent == "Function" else { return }
      let (type, isNullable) = (try required("Type"), try xml.attribute("Nullable") != "false")
      document.editOperation {
        $0.returnType = type
        $0.isReturnNullable = isNullable
      }
    case "EntitySet", "Singleton":
      document.entitySets.append(
        .init(
          name: try required("Name"), type: try required(name == "EntitySet" ? "EntityType" : "Type"), isSingleton: name == "Singleton"))
    case "NavigationPropertyBinding": try document.addBinding(path: required("Path"), target: required("Target"))
    case "ActionImport", "FunctionImport":
      let kind: Operation.Kind = name == "ActionImport" ? .action : .function
      document.imports.append(
        OperationImport(
          name: try required("Name"), kind: kind,
          operation: CSDLDocument.unqualified(try required(kind == .action ? "Action" : "Function")),
          entitySet: try xml.attribute("EntitySet")))
    default: break
    }
  }

  private mutating func endElement(_ name: String) throws(CSDLError) {
    guard annotationDepth > 0 else { return }
    switch name {
    case "Annotation":
      annotationDepth -= 1
      guard annotationDepth == 0 else { return }
      if let keys = alternateKeys.finish(), let type = annotatedType { document.editType(named: type) { $0.alternateKeys += keys } }
      term = nil
    case "Record": alternateKeys.endRecord()
    case "PropertyPath": alternateKeys.propertyPath(text)
    case "EnumMember" where term == CSDL.Term.permissions: annotatePermissions(text)
    default: break
    }
    text = ""
  }

  /// The words the terms end with that are looked at; most annotations of a real document are of others.
  private static let knownEndings: [StaticString] = [
    "Computed", "Permissions", "AlternateKeys", "Description", "AllowEdit", "AllowEditOnCreate",
  ]

  private mutating func startInAnnotation(_ name: String) throws(CSDLError) {
    text = ""
    switch name {
    case "Annotation":
      annotationDepth += 1
      guard xml.attribute("Term", endsWithOneOf: Self.knownEndings) else { return }
      let term = document.fullTerm(try xml.attribute("Term") ?? "")
      if annotationDepth > 1 {
        if term == CSDL.Term.description { alternateKeys.name(try xml.attribute("String") ?? "") }
        return
      }
      self.term = term
      switch term {
      case CSDL.Term.computed: if try xml.attribute("Bool") != "false" { markComputed() }
      case CSDL.Term.allowEdit where isOfProperty:
        let allows = try xml.attribute("Bool") != "false"
        document.editType { $0.editLastProperty { $0.allowsEdit = allows } }
      case CSDL.Term.allowEditOnCreate where isOfProperty:
        let allows = try xml.attribute("Bool") != "false"
        document.editType { $0.editLastProperty { $0.allowsEditOnCreate = allows } }
      case CSDL.Term.permissions: if let members = try xml.attribute("EnumMember") { annotatePermissions(members) }
      case CSDL.Term.alternateKeys, CSDL.Term.communityAlternateKeys: if annotatedType != nil { alternateKeys.start() }
      default: break
      }
    case "Record": alternateKeys.startRecord()
    case "PropertyValue": try alternateKeys.startValue(xml)
    default: break
    }
  }

  /// A property that can only be read is the server's own.
  private mutating func annotatePermissions(_ members: String) { if Self.trimmed(members).hasSuffix("/Read") { markComputed() } }

  private mutating func markComputed() {
    if path.contains("Annotations") {
      let parts = target.split(separator: "/")
      guard parts.count == 2 else { return }
      document.editType(named: CSDLDocument.unqualified(parts[0])) { $0.markComputed(String(parts[1])) }
    } else if path.contains("Property"), path.contains("EntityType") || path.contains("ComplexType") {
      document.editType { $0.markLastComputed() }
    }
  }

  private var isOfProperty: Bool { path.dropLast().last == "Property" }

  /// The entity type the open annotation belongs to as a whole.
  private var annotatedType: String? {
    if path.contains("Annotations") { return target.contains("/") ? nil : CSDLDocument.unqualified(target) }
    return path.suffix(2).contains("EntityType") ? document.types.last?.name : nil
  }

  private func required(_ name: StaticString) throws(CSDLError) -> String {
    guard let value = try xml.attribute(name), !value.isEmpty else {
      throw xml.error("'\(xml.name)' has no attribute '\(name)'")
    }
    return value
  }

  private func flag(_ name: StaticString) throws(CSDLError) -> Bool { try xml.attribute(name) == "true" }

  static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
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

  mutating func startValue(_ xml: XMLReader) throws(CSDLError) {
    guard isCollecting else { return }
    valueName = try xml.attribute("Property") ?? ""
    let text = try xml.attribute("String")
    if let path = try xml.attribute("PropertyPath") { propertyPath(path) } else if let text { propertyPath(text) }
  }

  mutating func propertyPath(_ text: String) {
    let path = CSDLReader.trimmed(text)
    if isCollecting, recordDepth == 2, valueName == "Name", !path.isEmpty { properties.append(path) }
  }
}
