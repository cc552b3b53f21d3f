import OData

/// Types of a model that no table stands behind: what functions and actions answer with and are given (`complex.csv`), and the
/// types that those of tables are derived from (`bases.csv`).
struct FurtherTypes {
  private(set) var complexTypes: [ComplexType] = []
  /// Those without a table.
  private(set) var baseTypes: [EntityType] = []
  private var bases: [String: String] = [:]

  init() {}

  /// - Throws: `ModelError` for a malformed line; a product without these files has no such types.
  init(directory: String, enums: [EnumType]) throws(ModelError) {
    let enums = Set(enums.map(\.name))
    if let file = try ModelFile(directory: directory, name: "complex.csv") {
      for line in file.lines { try addProperty(line, enums) }
    }
    if let file = try ModelFile(directory: directory, name: "bases.csv") {
      for line in file.lines { try addBase(line) }
    }
  }

  /// The type a table's is derived from.
  func base(of table: String) -> String? { bases[table] ?? bases["*"] }

  private mutating func addProperty(_ line: ModelFile.Line, _ enums: Set<String>) throws(ModelError) {
    _ = try line.evidence()
    let name = try line.text("type")
    let property = try line.text("property")
    let type = try line.text("propertyType")
    let isNullable = try line.flag("nullable", default: true)
    let index = complexTypes.firstIndex { $0.name == name } ?? complexTypes.count
    let known = index < complexTypes.count ? complexTypes[index] : ComplexType(name: name, properties: [])
    var (properties, opaque, navigations) = (known.properties, known.opaqueProperties, known.navigationProperties)
    if type.hasPrefix("navigation:") {
      let target = String(type.dropFirst(11))
      navigations.append(
        NavigationProperty(name: property, targetType: target, targetSet: "", constraints: [], isNullable: isNullable))
    } else if let edmType = Self.edmType(type, enums) {
      properties.append(Property(name: property, type: edmType, isNullable: isNullable))
    } else {
      opaque.append(OpaqueProperty(name: property, type: type, isNullable: isNullable))
    }
    let changed = ComplexType(
      name: name, properties: properties, opaqueProperties: opaque, navigationProperties: navigations)
    if index < complexTypes.count { complexTypes[index] = changed } else { complexTypes.append(changed) }
  }

  /// `nil` for collections and for structures.
  private static func edmType(_ name: String, _ enums: Set<String>) -> EdmType? {
    switch name {
    case "Edm.String": return .string
    case "Edm.Boolean": return .boolean
    case "Edm.Int32": return .int32
    case "Edm.Int64": return .int64
    case "Edm.Decimal": return .decimal
    case "Edm.Guid": return .guid
    case "Edm.DateTimeOffset": return .dateTimeOffset
    default:
      guard !name.hasSuffix(")"), let dot = name.lastIndex(of: ".") else { return nil }
      let short = String(name[name.index(after: dot)...])
      return enums.contains(short) ? .enumeration(short) : nil
    }
  }

  private mutating func addBase(_ line: ModelFile.Line) throws(ModelError) {
    _ = try line.evidence()
    let name = try line.text("type")
    let base = line.optional("base")
    let key = line.list("key")
    let isAbstract = try line.flag("abstract", default: false)
    if let base { bases[name] = base }
    // A type that says what it is has no table behind it.
    guard isAbstract || !key.isEmpty else { return }
    baseTypes.append(
      EntityType(
        name: name, key: key, properties: key.map { Property(name: $0, type: .guid, isNullable: false) }, baseType: base,
        isAbstract: isAbstract))
  }
}
