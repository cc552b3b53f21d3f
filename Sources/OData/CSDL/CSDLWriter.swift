/// Writes one model; see `CSDL.write`.
struct CSDLWriter {
  let model: EdmModel
  let style: CSDL.Style
  let annotations: (CSDL.Element) -> [CSDL.Annotation]
  private var xml = XMLWriter()

  init(model: EdmModel, style: CSDL.Style, annotations: @escaping (CSDL.Element) -> [CSDL.Annotation]) {
    self.model = model
    self.style = style
    self.annotations = annotations
  }

  var bytes: [UInt8] { xml.bytes }

  mutating func write() {
    xml.open("edmx:Edmx", [("Version", "4.0"), ("xmlns:edmx", "http://docs.oasis-open.org/odata/ns/edmx")])
    xml.open("edmx:DataServices")
    xml.open("Schema", [("Namespace", model.namespace), ("Alias", model.alias), ("xmlns", "http://docs.oasis-open.org/odata/ns/edm")])
    for type in model.enumTypes { write(type) }
    for type in model.typeDefinitions {
      xml.empty("TypeDefinition", [("Name", type.name), ("UnderlyingType", type.underlyingType)])
    }
    for type in model.complexTypes { write(type) }
    for type in model.entityTypes { write(type) }
    for operation in model.operations { write(operation) }
    writeContainer(style.container)
    xml.close("Schema")
    xml.close("edmx:DataServices")
    xml.close("edmx:Edmx")
  }

  /// Types of the schema are written with the alias where there is one, as Dataverse does.
  private func qualified(_ name: String) -> String { "\(model.alias ?? model.namespace).\(name)" }

  private mutating func write(_ type: EnumType) {
    xml.open("EnumType", [("Name", type.name), ("UnderlyingType", type.underlyingType), ("IsFlags", type.isFlags ? "true" : nil)])
    for member in type.members {
      write("Member", [("Name", member.name), ("Value", String(member.value))], annotations(.enumMember(member, of: type)))
    }
    xml.close("EnumType")
  }

  private mutating func write(_ type: EntityType) {
    let own = model.ownMembers(of: type)
    xml.open(
      "EntityType",
      [
        ("Name", type.name), ("BaseType", type.baseType.map(qualified)), ("Abstract", type.isAbstract ? "true" : nil),
        ("OpenType", type.isOpen ? "true" : nil), ("HasStream", type.hasStream ? "true" : nil),
      ])
    if !own.key.isEmpty {
      xml.open("Key")
      for name in own.key { xml.empty("PropertyRef", [("Name", name)]) }
      xml.close("Key")
    }
    for property in own.properties { write(property, annotations(.property(property, of: type))) }
    for property in own.opaqueProperties { write(property) }
    for property in own.navigationProperties { write(property, constraints: model.visibleConstraints(of: property, in: type)) }
    if !own.alternateKeys.isEmpty { write(own.alternateKeys) }
    for annotation in annotations(.entityType(type)) { write(annotation) }
    xml.close("EntityType")
  }

  private mutating func write(_ type: ComplexType) {
    let own = model.ownMembers(of: type)
    xml.open(
      "ComplexType",
      [
        ("Name", type.name), ("BaseType", type.baseType.map(qualified)), ("Abstract", type.isAbstract ? "true" : nil),
        ("OpenType", type.isOpen ? "true" : nil),
      ])
    for property in own.properties { write(property, CSDL.computed(property.isComputed)) }
    for property in own.opaqueProperties { write(property) }
    for property in own.navigationProperties { write(property, constraints: property.constraints) }
    xml.close("ComplexType")
  }

  private mutating func write(_ property: OpaqueProperty) {
    let attributes: [(String, String?)] = [
      ("Name", property.name), ("Type", property.type), ("Nullable", property.isNullable ? nil : "false"),
    ]
    write("Property", attributes, CSDL.computed(property.isComputed))
  }

  private mutating func write(_ property: Property, _ annotations: [CSDL.Annotation]) {
    let attributes: [(String, String?)] = [
      ("Name", property.name),
      ("Type", property.declaredType ?? property.type.qualifiedName(in: model.alias ?? model.namespace)),
      ("Nullable", property.isNullable ? nil : "false"),
      ("MaxLength", property.maxLength.map(String.init)),
      // Without the attribute CSDL means a scale of 0.
      ("Scale", property.scale.map(String.init) ?? (property.type == .decimal && property.declaredType == nil ? "Variable" : nil)),
    ]
    write("Property", attributes, annotations)
  }

  private mutating func write(_ name: String, _ attributes: [(String, String?)], _ annotations: [CSDL.Annotation]) {
    guard !annotations.isEmpty else { return xml.empty(name, attributes) }
    xml.open(name, attributes)
    for annotation in annotations { write(annotation) }
    xml.close(name)
  }

  private mutating func write(_ annotation: CSDL.Annotation) {
    switch annotation.value {
    case .bool(let bool): xml.empty("Annotation", [("Term", annotation.term), ("Bool", bool ? "true" : "false")])
    case .string(let text): xml.empty("Annotation", [("Term", annotation.term), ("String", text)])
    case .enumMember(let member): xml.empty("Annotation", [("Term", annotation.term), ("EnumMember", member)])
    case .record(let members):
      xml.open("Annotation", [("Term", annotation.term)])
      xml.open("Record", [])
      for member in members { xml.empty("PropertyValue", [("Property", member.name), ("Bool", member.value ? "true" : "false")]) }
      xml.close("Record")
      xml.close("Annotation")
    }
  }

  private mutating func write(_ navigation: NavigationProperty, constraints: [NavigationProperty.Constraint]) {
    let target = qualified(navigation.targetType)
    let attributes: [(String, String?)] = [
      ("Name", navigation.name), ("Type", navigation.isCollection ? "Collection(\(target))" : target),
      ("Nullable", navigation.isNullable ? nil : "false"), ("Partner", navigation.partner),
      ("ContainsTarget", navigation.containsTarget ? "true" : nil),
    ]
    guard !constraints.isEmpty else { return xml.empty("NavigationProperty", attributes) }
    xml.open("NavigationProperty", attributes)
    for constraint in constraints {
      xml.empty("ReferentialConstraint", [("Property", constraint.property), ("ReferencedProperty", constraint.referencedProperty)])
    }
    xml.close("NavigationProperty")
  }

  private mutating func write(_ keys: [AlternateKey]) {
    xml.open("Annotation", [("Term", CSDL.Term.alternateKeys)])
    xml.open("Collection")
    for key in keys {
      xml.open("Record", [("Type", "Org.OData.Core.V1.AlternateKey")])
      xml.open("PropertyValue", [("Property", "Key")])
      xml.open("Collection")
      for name in key.properties {
        xml.open("Record", [("Type", "Org.OData.Core.V1.PropertyRef")])
        xml.empty("PropertyValue", [("Property", "Alias"), ("String", name)])
        xml.empty("PropertyValue", [("Property", "Name"), ("PropertyPath", name)])
        xml.close("Record")
      }
      xml.close("Collection")
      xml.close("PropertyValue")
      xml.empty("Annotation", [("Term", CSDL.Term.description), ("String", key.name)])
      xml.close("Record")
    }
    xml.close("Collection")
    xml.close("Annotation")
  }

  private mutating func write(_ operation: Operation) {
    let kind = operation.kind.rawValue
    xml.open(
      kind,
      [
        ("Name", operation.name), ("IsBound", operation.binding == .unbound ? nil : "true"),
        ("IsComposable", operation.isComposable ? "true" : nil), ("EntitySetPath", operation.entitySetPath),
      ])
    for parameter in style.bindingParameter(of: operation, qualified: qualified) + operation.parameters {
      xml.empty("Parameter", [("Name", parameter.name), ("Type", parameter.type), ("Nullable", parameter.isNullable ? nil : "false")])
    }
    if let type = operation.returnType {
      xml.empty("ReturnType", [("Type", type), ("Nullable", operation.isReturnNullable ? nil : "false")])
    }
    xml.close(kind)
  }

  private mutating func writeContainer(_ name: String) {
    xml.open("EntityContainer", [("Name", name)])
    for set in model.entitySets {
      let attributes: [(String, String?)] = [("Name", set.name), ("EntityType", "\(model.namespace).\(set.entityType)")]
      let navigations = model.entityType(set.entityType)?.navigationProperties.filter { !$0.targetSet.isEmpty } ?? []
      if navigations.isEmpty {
        xml.empty("EntitySet", attributes)
        continue
      }
      xml.open("EntitySet", attributes)
      for navigation in navigations {
        xml.empty("NavigationPropertyBinding", [("Path", navigation.name), ("Target", navigation.targetSet)])
      }
      xml.close("EntitySet")
    }
    for singleton in model.singletons {
      xml.empty("Singleton", [("Name", singleton.name), ("Type", "\(model.namespace).\(singleton.entityType)")])
    }
    for item in model.importsToWrite {
      let kind = item.kind.rawValue
      xml.empty(
        "\(kind)Import", [("Name", item.name), (kind, "\(model.namespace).\(item.operation)"), ("EntitySet", item.entitySet)])
    }
    xml.close("EntityContainer")
  }
}

/// The few steps of writing XML that CSDL needs. Attributes without a value are left out.
private struct XMLWriter {
  private(set) var bytes = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".utf8)
  private var depth = 0

  mutating func open(_ name: String, _ attributes: [(String, String?)] = []) {
    tag(name, attributes, end: ">")
    depth += 1
  }

  mutating func empty(_ name: String, _ attributes: [(String, String?)]) { tag(name, attributes, end: " />") }

  mutating func close(_ name: String) {
    depth -= 1
    indent()
    bytes += "</\(name)>\n".utf8
  }

  private mutating func tag(_ name: String, _ attributes: [(String, String?)], end: String) {
    indent()
    bytes.append(UInt8(ascii: "<"))
    bytes += name.utf8
    for case (let name, let value?) in attributes {
      bytes.append(UInt8(ascii: " "))
      bytes += name.utf8
      bytes += "=\"".utf8
      bytes.appendXMLText(value)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes += end.utf8
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func indent() { bytes.append(contentsOf: repeatElement(0x20, count: depth * 2)) }
}
