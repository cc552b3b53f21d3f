/// Writes one model as CSDL JSON; see `CSDL.writeJSON`.
struct CSDLJSONWriter {
  let model: EdmModel
  let style: CSDL.Style
  let annotations: (CSDL.Element) -> [CSDL.Annotation]
  private var json = JSONWriter(reservingCapacity: 1 << 16)

  init(model: EdmModel, style: CSDL.Style, annotations: @escaping (CSDL.Element) -> [CSDL.Annotation]) {
    self.model = model
    self.style = style
    self.annotations = annotations
  }

  var bytes: [UInt8] { json.bytes }

  mutating func write() {
    json.beginObject()
    text("$Version", "4.01")
    text("$EntityContainer", "\(model.namespace).\(style.container)")
    object(model.namespace) { writer in
      if let alias = writer.model.alias { writer.text("$Alias", alias) }
      for type in writer.model.enumTypes { writer.write(type) }
      for type in writer.model.typeDefinitions {
        writer.object(type.name) { writer in
          writer.text("$Kind", "TypeDefinition")
          writer.text("$UnderlyingType", type.underlyingType)
        }
      }
      for type in writer.model.complexTypes { writer.write(type) }
      for type in writer.model.entityTypes { writer.write(type) }
      writer.writeOperations()
      writer.writeContainer()
    }
    json.endObject()
  }

  // MARK: Types

  private mutating func write(_ type: EnumType) {
    object(type.name) { writer in
      writer.text("$Kind", "EnumType")
      if type.isFlags { writer.flag("$IsFlags") }
      if let underlying = type.underlyingType { writer.text("$UnderlyingType", underlying) }
      for member in type.members {
        writer.number(member.name, member.value)
        for annotation in writer.annotations(.enumMember(member, of: type)) { writer.write(annotation, of: member.name) }
      }
    }
  }

  private mutating func write(_ type: ComplexType) {
    let own = model.ownMembers(of: type)
    object(type.name) { writer in
      writer.text("$Kind", "ComplexType")
      if let base = type.baseType { writer.text("$BaseType", writer.qualified(base)) }
      if type.isAbstract { writer.flag("$Abstract") }
      if type.isOpen { writer.flag("$OpenType") }
      writer.write(own, constraints: { $0.constraints }, annotations: { CSDL.computed($0.isComputed) })
    }
  }

  private mutating func write(_ type: EntityType) {
    let own = model.ownMembers(of: type)
    let model = model
    object(type.name) { writer in
      writer.text("$Kind", "EntityType")
      if let base = type.baseType { writer.text("$BaseType", writer.qualified(base)) }
      if type.isAbstract { writer.flag("$Abstract") }
      if type.isOpen { writer.flag("$OpenType") }
      if type.hasStream { writer.flag("$HasStream") }
      if !own.key.isEmpty { writer.array("$Key") { writer in for name in own.key { writer.json.write(JSON.string(name)) } } }
      let annotations = writer.annotations
      writer.write(
        own, constraints: { model.visibleConstraints(of: $0, in: type) }, annotations: { annotations(.property($0, of: type)) })
      if !own.alternateKeys.isEmpty { writer.write(own.alternateKeys) }
      for annotation in annotations(.entityType(type)) { writer.write(annotation) }
    }
  }

  private mutating func write(
    _ members: OwnMembers, constraints: (NavigationProperty) -> [NavigationProperty.Constraint],
    annotations: (Property) -> [CSDL.Annotation]
  ) {
    for property in members.properties {
      let type = property.declaredType ?? property.type.qualifiedName(in: model.alias ?? model.namespace)
      object(property.name) { writer in
        writer.type(type, isNullable: property.isNullable)
        if let length = property.maxLength { writer.number("$MaxLength", Int64(length)) }
        if let scale = property.scale {
          writer.number("$Scale", Int64(scale))
        } else if property.type == .decimal, property.declaredType == nil {
          writer.text("$Scale", "variable")
        }
        for annotation in annotations(property) { writer.write(annotation) }
      }
    }
    for property in members.opaqueProperties {
      object(property.name) { writer in
        writer.type(property.type, isNullable: property.isNullable)
        for annotation in CSDL.computed(property.isComputed) { writer.write(annotation) }
      }
    }
    for navigation in members.navigationProperties {
      let constraints = constraints(navigation)
      object(navigation.name) { writer in
        writer.text("$Kind", "NavigationProperty")
        if navigation.isCollection { writer.flag("$Collection") }
        writer.text("$Type", writer.qualified(navigation.targetType))
        // A collection is never null, and in JSON nothing is unless it says so.
        if navigation.isNullable, !navigation.isCollection { writer.flag("$Nullable") }
        if let partner = navigation.partner { writer.text("$Partner", partner) }
        if navigation.containsTarget { writer.flag("$ContainsTarget") }
        if !constraints.isEmpty {
          writer.object("$ReferentialConstraint") { writer in
            for constraint in constraints { writer.text(constraint.property, constraint.referencedProperty) }
          }
        }
      }
    }
  }

  /// - Parameter member: what the annotation is of, where it does not stand inside its own object.
  private mutating func write(_ annotation: CSDL.Annotation, of member: String = "") {
    json.name("\(member)@\(annotation.term)")
    switch annotation.value {
    case .bool(let bool): json.write(JSON.bool(bool))
    case .string(let text): json.write(JSON.string(text))
    case .record(let members):
      json.beginObject()
      for member in members {
        json.name(member.name)
        json.write(JSON.bool(member.value))
      }
      json.endObject()
    // In JSON the type is known from the term, and only the member stands.
    case .enumMember(let path):
      json.write(JSON.string(String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])))
    }
  }

  private mutating func write(_ keys: [AlternateKey]) {
    array("@\(CSDL.Term.alternateKeys)") { writer in
      for key in keys {
        writer.json.beginObject()
        writer.array("Key") { writer in
          for name in key.properties {
            writer.json.beginObject()
            writer.text("Alias", name)
            writer.text("Name", name)
            writer.json.endObject()
          }
        }
        writer.text("@\(CSDL.Term.description)", key.name)
        writer.json.endObject()
      }
    }
  }

  // MARK: Operations

  /// Overloads share one name, and so one array.
  private mutating func writeOperations() {
    var names: [String] = []
    let byName = Dictionary(grouping: model.operations, by: \.name)
    for operation in model.operations where !names.contains(operation.name) { names.append(operation.name) }
    for name in names {
      array(name) { writer in for operation in byName[name] ?? [] { writer.write(operation) } }
    }
  }

  private mutating func write(_ operation: Operation) {
    json.beginObject()
    text("$Kind", operation.kind.rawValue)
    if operation.binding != .unbound { flag("$IsBound") }
    if operation.isComposable { flag("$IsComposable") }
    if let path = operation.entitySetPath { text("$EntitySetPath", path) }
    let parameters = style.bindingParameter(of: operation, qualified: qualified) + operation.parameters
    if !parameters.isEmpty {
      array("$Parameter") { writer in
        for parameter in parameters {
          writer.json.beginObject()
          writer.text("$Name", parameter.name)
          writer.type(parameter.type, isNullable: parameter.isNullable)
          writer.json.endObject()
        }
      }
    }
    if let type = operation.returnType { object("$ReturnType") { $0.type(type, isNullable: operation.isReturnNullable) } }
    json.endObject()
  }

  // MARK: Container

  private mutating func writeContainer() {
    object(style.container) { writer in
      writer.text("$Kind", "EntityContainer")
      for set in writer.model.entitySets {
        let navigations = writer.model.entityType(set.entityType)?.navigationProperties.filter { !$0.targetSet.isEmpty } ?? []
        writer.object(set.name) { writer in
          writer.flag("$Collection")
          writer.text("$Type", writer.qualified(set.entityType))
          guard !navigations.isEmpty else { return }
          writer.object("$NavigationPropertyBinding") { writer in for item in navigations { writer.text(item.name, item.targetSet) } }
        }
      }
      for singleton in writer.model.singletons {
        writer.object(singleton.name) { $0.text("$Type", $0.qualified(singleton.entityType)) }
      }
      for item in writer.model.importsToWrite {
        writer.object(item.name) { writer in
          writer.text("$\(item.kind.rawValue)", writer.qualified(item.operation))
          if let set = item.entitySet { writer.text("$EntitySet", set) }
        }
      }
    }
  }

  // MARK: Steps

  /// Types of the schema are written with the alias where there is one, as in the XML form.
  private func qualified(_ name: String) -> String { "\(model.alias ?? model.namespace).\(name)" }

  /// `$Type`, left out for texts, with `$Collection` and `$Nullable`, which in JSON is false unless said.
  private mutating func type(_ name: String, isNullable: Bool) {
    var element = name
    if name.hasPrefix("Collection("), name.hasSuffix(")") {
      flag("$Collection")
      element = String(name.dropFirst(11).dropLast())
    }
    if element != "Edm.String" { text("$Type", element) }
    if isNullable { flag("$Nullable") }
  }

  private mutating func object(_ name: String, _ members: (inout CSDLJSONWriter) -> Void) {
    json.name(name)
    json.beginObject()
    members(&self)
    json.endObject()
  }

  private mutating func array(_ name: String, _ elements: (inout CSDLJSONWriter) -> Void) {
    json.name(name)
    json.beginArray()
    elements(&self)
    json.endArray()
  }

  private mutating func text(_ name: String, _ value: String) {
    json.name(name)
    json.write(JSON.string(value))
  }

  private mutating func number(_ name: String, _ value: Int64) {
    json.name(name)
    json.write(JSON.number(ExactDecimal(value)))
  }

  private mutating func flag(_ name: String) {
    json.name(name)
    json.write(JSON.bool(true))
  }
}
