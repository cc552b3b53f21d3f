/// The statements of a metadata document before names are resolved and base types are folded in.
struct CSDLDocument {
  struct Schema {
    let namespace: String
    let alias: String?
    var entityTypes = 0
  }

  struct RawEnum {
    let name: String
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

    init(_ attributes: [String: String]) {
      name = attributes["Name"] ?? ""
      type = attributes["Type"] ?? ""
      isNullable = attributes["Nullable"] != "false"
      maxLength = attributes["MaxLength"].flatMap { Int($0) }
      scale = attributes["Scale"].flatMap { Int($0) }
    }
  }

  struct RawNavigation {
    let name: String
    let type: String
    let partner: String?
    var constraints: [NavigationProperty.Constraint] = []

    init(_ attributes: [String: String]) {
      name = attributes["Name"] ?? ""
      type = attributes["Type"] ?? ""
      partner = attributes["Partner"]
    }
  }

  struct RawEntityType {
    let name: String
    let base: String?
    var key: [String] = []
    var properties: [RawProperty] = []
    var navigations: [RawNavigation] = []
    var alternateKeys: [AlternateKey] = []

    init(name: String, base: String?) {
      self.name = name
      self.base = base
    }

    mutating func addConstraint(_ attributes: [String: String]) {
      guard let own = attributes["Property"], let other = attributes["ReferencedProperty"], !navigations.isEmpty else { return }
      navigations[navigations.count - 1].constraints.append(.init(property: own, referencedProperty: other))
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
    var bindings: [(path: String, target: String)] = []
  }

  struct RawOperation {
    let name: String
    let kind: Operation.Kind
    let isBound: Bool
    var parameters: [RawProperty] = []
    var returnType: String?

    init(kind: Operation.Kind, _ attributes: [String: String]) {
      name = attributes["Name"] ?? ""
      self.kind = kind
      isBound = attributes["IsBound"] == "true"
    }
  }

  var schemas: [Schema] = []
  /// Alias → namespace of the vocabularies the document includes.
  var vocabularies: [String: String] = [:]
  var enumTypes: [RawEnum] = []
  var entityTypes: [RawEntityType] = []
  var entitySets: [RawSet] = []
  var operations: [RawOperation] = []

  mutating func editType(named name: String? = nil, _ edit: (inout RawEntityType) -> Void) {
    let index = name.map { name in entityTypes.firstIndex { $0.name == name } } ?? entityTypes.indices.last
    if let index { edit(&entityTypes[index]) }
  }

  mutating func editOperation(_ edit: (inout RawOperation) -> Void) {
    if let index = operations.indices.last { edit(&operations[index]) }
  }

  /// Members without a value count on from the one before, as CSDL says.
  mutating func addMember(_ attributes: [String: String]) {
    guard let index = enumTypes.indices.last, let name = attributes["Name"] else { return }
    let value = attributes["Value"].flatMap { Int64($0) } ?? enumTypes[index].members.last.map { $0.value + 1 } ?? 0
    enumTypes[index].members.append(.init(name, value))
  }

  mutating func addBinding(_ attributes: [String: String]) {
    guard let index = entitySets.indices.last, let path = attributes["Path"], let target = attributes["Target"] else { return }
    entitySets[index].bindings.append((path, Self.lastComponent(target)))
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
    let enums = enumTypes.map { EnumType(name: $0.name, members: $0.members) }
    let enumNames = Set(enums.map(\.name))
    let index = Dictionary(entityTypes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let sets = Dictionary(entitySets.map { (Self.unqualified($0.type), $0) }, uniquingKeysWith: { first, _ in first })
    return EdmModel(
      namespace: schema.namespace, alias: schema.alias,
      entityTypes: entityTypes.map { entityType($0, index: index, sets: sets, enumNames: enumNames) },
      entitySets: entitySets.map { EntitySet(name: $0.name, entityType: Self.unqualified($0.type)) },
      enumTypes: enums, operations: operations.compactMap(Self.operation))
  }

  /// The types a type is made of: the outermost base first, itself last.
  private func lineage(_ type: RawEntityType, _ index: [String: Int]) -> [RawEntityType] {
    var line = [type]
    var base = type.base
    while let name = base.map({ Self.unqualified($0) }), let found = index[name].map({ entityTypes[$0] }),
      !line.contains(where: { $0.name == name })
    {
      line.insert(found, at: 0)
      base = found.base
    }
    return line
  }

  private func entityType(
    _ type: RawEntityType, index: [String: Int], sets: [String: RawSet], enumNames: Set<String>
  ) -> EntityType {
    let line = lineage(type, index)
    let bindings = line.compactMap { sets[$0.name] }.flatMap(\.bindings)
    let targets = Dictionary(bindings.map { (Self.lastComponent($0.path), $0.target) }, uniquingKeysWith: { _, last in last })
    return EntityType(
      name: type.name, key: line.last { !$0.key.isEmpty }?.key ?? [], alternateKeys: line.flatMap(\.alternateKeys),
      properties: line.flatMap(\.properties).compactMap { Self.property($0, enumNames) },
      navigationProperties: line.flatMap(\.navigations).map { navigation in
        let (element, isCollection) = Self.element(navigation.type)
        let target = Self.unqualified(element)
        return NavigationProperty(
          name: navigation.name, targetType: target, targetSet: targets[navigation.name] ?? sets[target]?.name ?? "",
          isCollection: isCollection, constraints: navigation.constraints, partner: navigation.partner)
      })
  }

  private static func property(_ raw: RawProperty, _ enumNames: Set<String>) -> Property? {
    guard let type = type(raw.type, enumNames) else { return nil }
    return Property(
      name: raw.name, type: type, isNullable: raw.isNullable, maxLength: raw.maxLength, scale: raw.scale,
      isComputed: raw.isComputed || !(raw.allowsEdit || raw.allowsEditOnCreate))
  }

  private static func type(_ name: String, _ enumNames: Set<String>) -> EdmType? {
    switch name {
    case "Edm.String": .string
    case "Edm.Boolean": .boolean
    case "Edm.Byte", "Edm.SByte", "Edm.Int16", "Edm.Int32": .int32
    case "Edm.Int64": .int64
    case "Edm.Decimal": .decimal
    case "Edm.Double", "Edm.Single": .double
    case "Edm.Guid": .guid
    case "Edm.Date": .date
    case "Edm.DateTimeOffset": .dateTimeOffset
    case "Edm.Binary": .binary
    default: name.hasPrefix("Collection(") ? nil : enumNames.contains(unqualified(name)) ? .enumeration(unqualified(name)) : nil
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
      returnType: raw.returnType)
  }
}
