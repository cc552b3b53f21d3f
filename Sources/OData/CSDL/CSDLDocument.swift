/// The statements of a metadata document before names are resolved and base types are folded in.
struct CSDLDocument {
  struct Schema {
    let namespace: String
    let alias: String?
    var entityTypes = 0
  }

  struct RawEnum {
    let name: String
    let isFlags: Bool
    let underlyingType: String?
    var members: [EnumType.Member] = []
  }

  struct RawProperty {
    let name: String
    let type: String
    let isNullable: Bool
    let maxLength: Int?
    let scale: Int?
    var isComputed = false
    /// What finance and operations says of a column that only the server sets: neither.
    var allowsEdit = true
    var allowsEditOnCreate = true

    init(_ xml: XMLReader) throws(CSDLError) {
      guard let name = try xml.attribute("Name"), let type = try xml.attribute("Type"), !name.isEmpty else {
        throw xml.error("'\(xml.name)' needs the attributes 'Name' and 'Type'")
      }
      self.name = name
      self.type = type
      isNullable = try xml.attribute("Nullable") != "false"
      maxLength = try xml.attribute("MaxLength").flatMap { Int($0) }
      scale = try xml.attribute("Scale").flatMap { Int($0) }
    }
  }

  struct RawNavigation {
    let name: String
    let type: String
    let partner: String?
    let isNullable: Bool
    let containsTarget: Bool
    var constraints: [NavigationProperty.Constraint] = []

    init(_ xml: XMLReader) throws(CSDLError) {
      guard let name = try xml.attribute("Name"), let type = try xml.attribute("Type"), !name.isEmpty else {
        throw xml.error("'\(xml.name)' needs the attributes 'Name' and 'Type'")
      }
      self.name = name
      self.type = type
      partner = try xml.attribute("Partner")
      isNullable = try xml.attribute("Nullable") != "false"
      containsTarget = try xml.attribute("ContainsTarget") == "true"
    }
  }

  /// An entity type or a complex type.
  struct RawType {
    let name: String
    let isComplex: Bool
    let base: String?
    let isAbstract: Bool
    let isOpen: Bool
    let hasStream: Bool
    var key: [String] = []
    var properties: [RawProperty] = []
    var navigations: [RawNavigation] = []
    var alternateKeys: [AlternateKey] = []

    mutating func addConstraint(_ constraint: NavigationProperty.Constraint) {
      if !navigations.isEmpty { navigations[navigations.count - 1].constraints.append(constraint) }
    }

    mutating func editLastProperty(_ edit: (inout RawProperty) -> Void) {
      if !properties.isEmpty { edit(&properties[properties.count - 1]) }
    }

    mutating func markLastComputed() { if !properties.isEmpty { properties[properties.count - 1].isComputed = true } }

    mutating func markComputed(_ name: String) {
      if let index = properties.firstIndex(where: { $0.name == name }) { properties[index].isComputed = true }
    }
  }

  struct RawSet {
    let name: String
    let type: String
    let isSingleton: Bool
    var bindings: [(path: String, target: String)] = []
  }

  struct RawOperation {
    let name: String
    let kind: Operation.Kind
    let isBound: Bool
    let isComposable: Bool
    let entitySetPath: String?
    var parameters: [RawProperty] = []
    var returnType: String?
    var isReturnNullable = true
  }

  var schemas: [Schema] = []
  /// Alias → namespace of the vocabularies the document includes.
  var vocabularies: [String: String] = [:]
  var enumTypes: [RawEnum] = []
  var types: [RawType] = []
  var typeDefinitions: [TypeDefinition] = []
  var imports: [OperationImport] = []
  /// Position in `types` by name, brought up to date when a type is looked for by name.
  private var typeIndex: [String: Int] = [:]
  private var indexedTypes = 0
  var entitySets: [RawSet] = []
  var operations: [RawOperation] = []

  /// The type that was read last.
  mutating func editType(_ edit: (inout RawType) -> Void) {
    if let index = types.indices.last { edit(&types[index]) }
  }

  mutating func editType(named name: String, _ edit: (inout RawType) -> Void) {
    while indexedTypes < types.count {
      if typeIndex[types[indexedTypes].name] == nil { typeIndex[types[indexedTypes].name] = indexedTypes }
      indexedTypes += 1
    }
    if let index = typeIndex[name] { edit(&types[index]) }
  }

  mutating func editOperation(_ edit: (inout RawOperation) -> Void) {
    if let index = operations.indices.last { edit(&operations[index]) }
  }

  /// Members without a value count on from the one before, as CSDL says.
  mutating func addMember(_ name: String, value text: String?, xml: XMLReader) throws(CSDLError) {
    guard let index = enumTypes.indices.last else { return }
    var value = enumTypes[index].members.last.map { $0.value &+ 1 } ?? 0
    if let text {
      guard let number = Int64(text) else { throw xml.error("'\(text)' is not the number of an enumeration's member") }
      value = number
    }
    enumTypes[index].members.append(.init(name, value))
  }

  mutating func addBinding(path: String, target: String) {
    if let index = entitySets.indices.last { entitySets[index].bindings.append((path, Self.lastComponent(target))) }
  }

  /// The term with its vocabulary's namespace in place of an alias.
  func fullTerm(_ term: String) -> String {
    guard let dot = term.lastIndex(of: "."), let namespace = vocabularies[String(term[..<dot])] else { return term }
    return namespace + term[dot...]
  }

  static func unqualified(_ name: some StringProtocol) -> String {
    name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? String(name)
  }

  private static func lastComponent(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// `Collection(x)` without its wrapping, and whether there was one.
  private static func element(_ type: String) -> (type: String, isCollection: Bool) {
    type.hasPrefix("Collection(") && type.hasSuffix(")") ? (String(type.dropFirst(11).dropLast()), true) : (type, false)
  }

  // MARK: - The model

  func model() throws(CSDLError) -> EdmModel {
    // A service may spread over several schemas; the one with the types gives the model its name.
    guard let schema = schemas.max(by: { $0.entityTypes < $1.entityTypes }) else {
      throw CSDLError(message: "the document has no Schema element")
    }
    let names = Names(self)
    return EdmModel(
      namespace: schema.namespace, alias: schema.alias,
      entityTypes: types.filter { !$0.isComplex }.map { entityType($0, names) },
      entitySets: entitySets.filter { !$0.isSingleton }.map { EntitySet(name: $0.name, entityType: Self.unqualified($0.type)) },
      enumTypes: enumTypes.map { EnumType(name: $0.name, members: $0.members, isFlags: $0.isFlags, underlyingType: $0.underlyingType) },
      operations: operations.compactMap(Self.operation), complexTypes: types.filter(\.isComplex).map { complexType($0, names) },
      typeDefinitions: typeDefinitions,
      singletons: entitySets.filter(\.isSingleton).map { Singleton(name: $0.name, entityType: Self.unqualified($0.type)) },
      operationImports: ownImports)
  }

  /// Imports that say more than the operation's own name does; when every unbound operation has just that, there are none.
  private var ownImports: [OperationImport] {
    let unbound = operations.filter { !$0.isBound }.map { OperationImport(name: $0.name, kind: $0.kind, operation: $0.name) }
    return Set(unbound) == Set(imports) ? [] : imports
  }

  /// What is looked up by name while the model is made.
  private struct Names {
    let entityTypes: [String: Int]
    let complexTypes: [String: Int]
    let sets: [String: RawSet]
    let enums: Set<String>
    let definitions: [String: String]

    init(_ document: CSDLDocument) {
      func index(_ isComplex: Bool) -> [String: Int] {
        Dictionary(
          document.types.enumerated().filter { $1.isComplex == isComplex }.map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
      }
      entityTypes = index(false)
      complexTypes = index(true)
      sets = Dictionary(
        document.entitySets.filter { !$0.isSingleton }.map { (CSDLDocument.unqualified($0.type), $0) },
        uniquingKeysWith: { first, _ in first })
      enums = Set(document.enumTypes.map(\.name))
      definitions = Dictionary(document.typeDefinitions.map { ($0.name, $0.underlyingType) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// The types a type is made of: the outermost base first, itself last.
  private func lineage(_ type: RawType, _ names: Names) -> [RawType] {
    var line = [type]
    let index = type.isComplex ? names.complexTypes : names.entityTypes
    while let base = line.last?.base, let found = index[Self.unqualified(base)] {
      if line.contains(where: { $0.name == types[found].name }) { break }
      line.append(types[found])
    }
    return line.reversed()
  }

  private func entityType(_ type: RawType, _ names: Names) -> EntityType {
    let line = lineage(type, names)
    let (properties, opaque) = Self.properties(line, names)
    return EntityType(
      name: type.name, key: line.last { !$0.key.isEmpty }?.key ?? [], alternateKeys: line.flatMap(\.alternateKeys),
      properties: properties, navigationProperties: Self.navigationProperties(line, names), opaqueProperties: opaque,
      baseType: type.base.map { Self.unqualified($0) }, isAbstract: type.isAbstract, isOpen: type.isOpen, hasStream: type.hasStream)
  }

  private func complexType(_ type: RawType, _ names: Names) -> ComplexType {
    let line = lineage(type, names)
    let (properties, opaque) = Self.properties(line, names)
    return ComplexType(
      name: type.name, baseType: type.base.map { Self.unqualified($0) }, isAbstract: type.isAbstract, isOpen: type.isOpen,
      properties: properties, opaqueProperties: opaque, navigationProperties: Self.navigationProperties(line, names))
  }

  private static func navigationProperties(_ line: [RawType], _ names: Names) -> [NavigationProperty] {
    let bindings = line.compactMap { names.sets[$0.name] }.flatMap(\.bindings)
    let targets = Dictionary(bindings.map { (lastComponent($0.path), $0.target) }, uniquingKeysWith: { _, last in last })
    return line.flatMap(\.navigations).map { navigation in
      let (element, isCollection) = element(navigation.type)
      let target = unqualified(element)
      return NavigationProperty(
        name: navigation.name, targetType: target, targetSet: targets[navigation.name] ?? names.sets[target]?.name ?? "",
        isCollection: isCollection, constraints: navigation.constraints, partner: navigation.partner, isNullable: navigation.isNullable,
        containsTarget: navigation.containsTarget)
    }
  }

  private static func properties(_ line: [RawType], _ names: Names) -> ([Property], [OpaqueProperty]) {
    var properties: [Property] = []
    var opaque: [OpaqueProperty] = []
    for raw in line.flatMap(\.properties) {
      let isComputed = raw.isComputed || !(raw.allowsEdit || raw.allowsEditOnCreate)
      if let (type, isExact) = type(raw.type, names) {
        properties.append(
          Property(
            name: raw.name, type: type, isNullable: raw.isNullable, maxLength: raw.maxLength, scale: raw.scale, isComputed: isComputed,
            declaredType: isExact ? nil : raw.type))
      } else {
        opaque.append(OpaqueProperty(name: raw.name, type: raw.type, isNullable: raw.isNullable, isComputed: isComputed))
      }
    }
    return (properties, opaque)
  }

  /// The type, and whether it is just what the document says.
  private static func type(_ name: String, _ names: Names) -> (EdmType, isExact: Bool)? {
    switch name {
    case "Edm.String": return (.string, true)
    case "Edm.Boolean": return (.boolean, true)
    case "Edm.Int32": return (.int32, true)
    case "Edm.Byte", "Edm.SByte", "Edm.Int16": return (.int32, false)
    case "Edm.Int64": return (.int64, true)
    case "Edm.Decimal": return (.decimal, true)
    case "Edm.Double": return (.double, true)
    case "Edm.Single": return (.double, false)
    case "Edm.Guid": return (.guid, true)
    case "Edm.Date": return (.date, true)
    case "Edm.DateTimeOffset": return (.dateTimeOffset, true)
    case "Edm.Binary": return (.binary, true)
    default:
      if name.hasPrefix("Edm.") || name.hasPrefix("Collection(") { return nil }
      let short = unqualified(name)
      if names.enums.contains(short) { return (.enumeration(short), true) }
      guard let underlying = names.definitions[short], underlying.hasPrefix("Edm.") else { return nil }
      return type(underlying, names).map { ($0.0, false) }
    }
  }

  private static func operation(_ raw: RawOperation) -> Operation? {
    var parameters = raw.parameters[...]
    var binding = Operation.Binding.unbound
    if raw.isBound {
      guard let first = parameters.popFirst() else { return nil }
      let (element, isCollection) = element(first.type)
      binding = isCollection ? .collection(unqualified(element)) : .entity(unqualified(element))
    }
    return Operation(
      name: raw.name, kind: raw.kind, binding: binding,
      parameters: parameters.map { Operation.Parameter(name: $0.name, type: $0.type, isNullable: $0.isNullable) },
      returnType: raw.returnType, isReturnNullable: raw.isReturnNullable, isComposable: raw.isComposable, entitySetPath: raw.entitySetPath)
  }
}
