import EntityStore
import OData

/// Reads the model files of a product. The format is described in docs/architecture.md; every complaint names file and line.
struct ModelReader {
  let directory: String
  /// A key that asks for another capability is no key: it is neither addressable nor unique.
  let capabilities: Set<String>

  struct Parts {
    var tables: [TableDefinition] = []
    var references: [ReferenceDefinition] = []
    var manyToMany: [ManyToManyDefinition] = []
    var enums: [EnumType] = []
    var operations: [Operation] = []
    var indexes: [String: [[String]]] = [:]
    var types = FurtherTypes()
  }

  func read() throws(ModelError) -> Parts {
    var parts = Parts()
    parts.enums = try enums()
    let lookups = try lookups()
    let keys = try alternateKeys()
    let features = try features()
    let repeated = try repeatedKeys()
    guard let file = try ModelFile(directory: directory, name: "tables.csv") else {
      throw ModelError(file: "\(directory)/tables.csv", line: 1, message: "the file is missing")
    }
    for line in file.lines {
      let name = try line.text("table")
      var columns = try columns(of: name, enums: parts.enums)
      var ownLookups = lookups[name] ?? []
      if let features = features[name] {
        columns = columns.map { column in features[column.name].map { column.asking(for: $0) } ?? column }
        for index in ownLookups.indices { ownLookups[index].capability = features[ownLookups[index].name] }
      }
      let absent = columns.filter { $0.capability.map { !capabilities.contains($0) } ?? false }.map(\.name)
      let table = TableDefinition(
        name: name, entitySet: line.optional("set") ?? name, columns: columns, key: line.list("key").filter { !absent.contains($0) },
        keyIsUnique: !repeated.contains(name), lookups: ownLookups, alternateKeys: keys[name] ?? [],
        internalName: line.optional("internalName"), capability: line.optional("capability"),
        isReadOnly: try line.flag("readOnly", default: false), isHidden: try line.flag("hidden", default: false),
        primaryName: line.optional("primaryName"), evidence: try line.evidence(), source: line["source"])
      for key in table.key + table.alternateKeys.flatMap(\.properties)
      where table.column(key) == nil && !table.lookups.contains(where: { $0.column == key }) {
        throw line.error("key column '\(key)' of table '\(name)' is not in columns/\(name).csv")
      }
      parts.tables.append(table)
    }
    try addViews(to: &parts)
    parts.references = try references()
    parts.manyToMany = try manyToMany()
    parts.operations = try operations()
    parts.indexes = try indexes()
    parts.types = try FurtherTypes(directory: directory, enums: parts.enums)
    return parts
  }

  private func columns(of table: String, enums: [EnumType]) throws(ModelError) -> [ColumnDefinition] {
    var columns: [ColumnDefinition] = []
    for line in try columnFile(of: table).lines {
      let column = try column(line, enums: enums)
      guard !columns.contains(where: { $0.name == column.name }) else { throw line.error("column '\(column.name)' is there twice") }
      columns.append(column)
    }
    return columns
  }

  func column(_ line: ModelFile.Line, enums: [EnumType]) throws(ModelError) -> ColumnDefinition {
    let type = try edmType(line, enums: enums)
    var choices: [ColumnDefinition.Choice] = []
    for (value, label) in try line.pairs("choices", separator: "=") {
      guard let number = Int64(value) else { throw line.error("'\(value)' in column 'choices' is not a whole number") }
      choices.append(.init(value: number, label: label))
    }
    return ColumnDefinition(
      name: try line.text("column"), type: type, maxLength: try line.integer("length"),
      scale: try line.integer("scale") ?? (type == .decimal ? 2 : 0), minimum: try line.decimal("min"), maximum: try line.decimal("max"),
      requirement: try line.requirement(), isDateOnly: line["type"].hasSuffix(Self.dateOnly),
      canCreate: try line.flag("create", default: true), canUpdate: try line.flag("update", default: true), choices: choices,
      defaultValue: try defaultValue(line, type: type), isHidden: try line.flag("hidden", default: false),
      capability: line.optional("capability"), label: line.optional("label"), evidence: try line.evidence(), source: line["source"])
  }

  func columnFile(of table: String) throws(ModelError) -> ModelFile {
    let name = "columns/\(table).csv"
    guard let file = try ModelFile(directory: directory, name: name) else {
      throw ModelError(file: "\(directory)/\(name)", line: 1, message: "the file is missing")
    }
    return file
  }

  /// Behind the type of a moment of which people see the day only.
  private static let dateOnly = ":dateOnly"

  private func edmType(_ line: ModelFile.Line, enums: [EnumType]) throws(ModelError) -> EdmType {
    switch try line.text("type") {
    case "string": return .string
    case "boolean": return .boolean
    case "int32": return .int32
    case "int64": return .int64
    case "decimal": return .decimal
    case "guid": return .guid
    case "date": return .date
    case "dateTimeOffset", "dateTimeOffset" + Self.dateOnly: return .dateTimeOffset
    case let other where other.hasPrefix("enum:"):
      let name = String(other.dropFirst(5))
      guard enums.contains(where: { $0.name == name }) else { throw line.error("enumeration '\(name)' is not in enums.csv") }
      return .enumeration(name)
    case let other: throw line.error("'\(other)' is not a type")
    }
  }

  private func defaultValue(_ line: ModelFile.Line, type: EdmType) throws(ModelError) -> Value {
    guard let text = line.optional("default") else { return .null }
    let value: Value?
    switch type {
    // Two quotes stand for the empty text, since an empty field says "no default".
    case .string: value = .string(text == "''" ? "" : text)
    case .enumeration: value = .string(text)
    case .boolean: value = text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
    case .int32, .int64: value = Int64(text).map(Value.int)
    case .decimal: value = ExactDecimal(text).map(Value.decimal)
    case .guid: value = GUID(text).map(Value.guid)
    case .date: value = CalendarDate(text).map(Value.date)
    case .dateTimeOffset: value = Timestamp(text).map(Value.timestamp)
    case .double, .binary: value = nil
    }
    guard let value else { throw line.error("'\(text)' in column 'default' does not fit the type") }
    return value
  }

  private func enums() throws(ModelError) -> [EnumType] {
    guard let file = try ModelFile(directory: directory, name: "enums.csv") else { return [] }
    var order: [String] = []
    var members: [String: [EnumType.Member]] = [:]
    for line in file.lines {
      let name = try line.text("enum")
      guard let value = try line.integer("value") else { throw line.error("column 'value' is empty") }
      _ = try line.evidence()
      if let capability = line.optional("capability"), !capabilities.contains(capability) { continue }
      if members[name] == nil { order.append(name) }
      members[name, default: []].append(.init(try line.text("member"), Int64(value)))
    }
    return order.map { EnumType(name: $0, members: members[$0] ?? []) }
  }

  private func lookups() throws(ModelError) -> [String: [LookupDefinition]] {
    guard let file = try ModelFile(directory: directory, name: "lookups.csv") else { return [:] }
    var result: [String: [LookupDefinition]] = [:]
    for line in file.lines {
      let targets = try line.pairs("targets").map { LookupDefinition.Target(navigation: $0.0, table: $0.1) }
      result[try line.text("table"), default: []].append(
        LookupDefinition(
          name: try line.text("lookup"), targets: targets, requirement: try line.requirement(),
          canCreate: try line.flag("create", default: true), canUpdate: try line.flag("update", default: true),
          partners: line["partners"].split(separator: ";", omittingEmptySubsequences: false).map { String($0).trimmingBlanks() },
          evidence: try line.evidence(), source: line["source"]))
    }
    return result
  }

  private func alternateKeys() throws(ModelError) -> [String: [AlternateKey]] {
    guard let file = try ModelFile(directory: directory, name: "keys.csv") else { return [:] }
    var result: [String: [AlternateKey]] = [:]
    for line in file.lines {
      _ = try line.evidence()
      if let capability = line.optional("capability"), !capabilities.contains(capability) { continue }
      result[try line.text("table"), default: []].append(AlternateKey(name: try line.text("name"), properties: line.list("columns")))
    }
    return result
  }

  /// Tables in which several rows may have the same key, because the level lacks what keeps them apart.
  private func repeatedKeys() throws(ModelError) -> Set<String> {
    guard let file = try ModelFile(directory: directory, name: "repeatedKeys.csv") else { return [] }
    var result: Set<String> = []
    for line in file.lines {
      _ = try line.evidence()
      if !capabilities.contains(try line.text("capability")) { result.insert(try line.text("table")) }
    }
    return result
  }

  /// Columns and lookups that need a capability, by table and name. Rows of tables and columns that are not there say nothing.
  private func features() throws(ModelError) -> [String: [String: String]] {
    guard let file = try ModelFile(directory: directory, name: "features.csv") else { return [:] }
    var result: [String: [String: String]] = [:]
    for line in file.lines {
      _ = try line.evidence()
      result[try line.text("table"), default: [:]][try line.text("column")] = try line.text("capability")
    }
    return result
  }

  private func references() throws(ModelError) -> [ReferenceDefinition] {
    guard let file = try ModelFile(directory: directory, name: "references.csv") else { return [] }
    var result: [ReferenceDefinition] = []
    for line in file.lines {
      _ = try line.evidence()
      let reference = ReferenceDefinition(
        table: try line.text("table"), navigation: try line.text("navigation"), target: try line.text("target"),
        columns: line.list("columns"), targetColumns: line.list("targetColumns"), partner: line.optional("partner"))
      guard reference.columns.count == reference.targetColumns.count else {
        throw line.error("columns and targetColumns must pair up")
      }
      result.append(reference)
    }
    return result
  }

  private func manyToMany() throws(ModelError) -> [ManyToManyDefinition] {
    guard let file = try ModelFile(directory: directory, name: "manytomany.csv") else { return [] }
    var result: [ManyToManyDefinition] = []
    for line in file.lines {
      _ = try line.evidence()
      result.append(
        ManyToManyDefinition(
          navigation: try line.text("navigation"), intersect: try line.text("intersect"), table: try line.text("table"),
          column: try line.text("column"), otherTable: try line.text("otherTable"), otherColumn: try line.text("otherColumn")))
    }
    return result
  }

  private func operations() throws(ModelError) -> [Operation] {
    guard let file = try ModelFile(directory: directory, name: "operations.csv") else { return [] }
    var result: [Operation] = []
    for line in file.lines {
      _ = try line.evidence()
      if let capability = line.optional("capability"), !capabilities.contains(capability) { continue }
      let kind: Operation.Kind = line["kind"] == "function" ? .function : .action
      let binding: Operation.Binding
      switch line["binding"] {
      case "": binding = .unbound
      case let text where text.hasPrefix("entity:"): binding = .entity(String(text.dropFirst(7)))
      case let text where text.hasPrefix("collection:"): binding = .collection(String(text.dropFirst(11)))
      case let text: throw line.error("'\(text)' in column 'binding': write entity:Type, collection:Type or nothing")
      }
      let parameters = try line.pairs("parameters").map { name, type in
        Operation.Parameter(name: name, type: type.hasSuffix("?") ? String(type.dropLast()) : type, isNullable: type.hasSuffix("?"))
      }
      result.append(
        Operation(
          name: try line.text("name"), kind: kind, binding: binding, parameters: parameters, returnType: line.optional("returns")))
    }
    return result
  }

  private func indexes() throws(ModelError) -> [String: [[String]]] {
    guard let file = try ModelFile(directory: directory, name: "indexes.csv") else { return [:] }
    var result: [String: [[String]]] = [:]
    for line in file.lines { result[try line.text("table"), default: []].append(line.list("columns")) }
    return result
  }
}

/// The levels of a product and the capabilities each has, from `levels.csv`.
public struct LevelTable: Sendable {
  public struct Level: Sendable {
    public let name: String
    public let capabilities: [String]
    public let evidence: Evidence
    public let source: String
  }

  public let levels: [Level]

  /// - Throws: `ModelError` when the file is missing or malformed.
  public init(directory: String) throws(ModelError) {
    guard let file = try ModelFile(directory: directory, name: "levels.csv") else {
      throw ModelError(file: "\(directory)/levels.csv", line: 1, message: "the file is missing")
    }
    var levels: [Level] = []
    for line in file.lines {
      levels.append(
        Level(
          name: try line.text("level"), capabilities: line.list("capabilities"), evidence: try line.evidence(), source: line["source"]))
    }
    self.levels = levels
  }

  public subscript(name: String) -> Level? { levels.first { $0.name == name } }
}
