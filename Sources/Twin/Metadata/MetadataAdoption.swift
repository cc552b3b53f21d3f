import OData

/// Turns what a user's metadata has beyond the built-in model into definitions of tables, columns, lookups and keys. What is
/// built in wins wherever both speak of the same thing.
struct MetadataAdoption {
  let base: ServiceModel
  let metadata: EdmModel
  let rules: MetadataRules
  private(set) var report = MetadataReport()
  private(set) var tables: [TableDefinition] = []
  private(set) var enums: [EnumType]
  private(set) var references: [ReferenceDefinition] = []
  /// Operations the metadata has and the twin does not, without namespace.
  private(set) var operations: Set<String> = []

  /// Tables and sets by name, old and new.
  private var setOf: [String: String] = [:]
  private var keyOf: [String: [String]] = [:]
  private var navigationsOf: [String: Set<String>] = [:]

  private static let source = "own metadata"

  init(_ base: ServiceModel, _ metadata: EdmModel, _ rules: MetadataRules) {
    self.base = base
    self.metadata = metadata
    self.rules = rules
    enums = base.enums
    let known = Set(base.enums.map(\.name))
    enums += metadata.enumTypes.filter { !known.contains($0.name) && !$0.members.isEmpty }
    collectNames()
    for table in base.tables { tables.append(extended(table)) }
    for type in metadata.entityTypes where base.table(type.name) == nil {
      if let table = newTable(type) { tables.append(table) }
    }
    adoptReferences()
    adoptOperations()
    report.leftOut.sort()
  }

  private mutating func leaveOut(_ what: String, _ reason: String) { report.leftOut.append("\(what): \(reason)") }

  // MARK: Names

  /// Lookups may lead to tables that come later, so names and keys are gathered before any table is made.
  private mutating func collectNames() {
    for table in base.tables {
      setOf[table.name] = table.entitySet
      keyOf[table.name] = table.key
    }
    for type in base.edm.entityTypes { navigationsOf[type.name] = Set(type.navigationProperties.map(\.name)) }
    var sets = Set(base.tables.map(\.entitySet))
    let setOfType = Dictionary(metadata.entitySets.map { ($0.entityType, $0.name) }, uniquingKeysWith: { first, _ in first })
    for type in metadata.entityTypes where base.table(type.name) == nil {
      guard let set = setOfType[type.name] else { continue }
      guard !type.key.isEmpty, type.key.count <= 8, type.key.allSatisfy({ keepsColumn(type.property($0)?.type) }) else {
        leaveOut(type.name, "its key is missing, too long or of a type that is not kept")
        continue
      }
      guard sets.insert(set).inserted else {
        leaveOut(type.name, "the set '\(set)' is there already")
        continue
      }
      setOf[type.name] = set
      keyOf[type.name] = type.key
    }
  }

  private func keepsColumn(_ type: EdmType?) -> Bool { type.map { $0 != .binary } ?? false }

  // MARK: Tables

  private mutating func newTable(_ type: EntityType) -> TableDefinition? {
    guard let set = setOf[type.name] else { return nil }
    report.tables += 1
    let lookups = lookups(of: type, known: [])
    let columns = columns(of: type, known: Set(lookups.map(\.column)))
    let names = Set(columns.map(\.name) + lookups.map(\.column))
    let primaryName = columns.first { $0.name == "name" || $0.name.hasSuffix("_name") || $0.name.hasSuffix("Name") }?.name
    return TableDefinition(
      name: type.name, entitySet: set, columns: columns, key: type.key, lookups: lookups,
      alternateKeys: keys(of: type, names, known: [Set(type.key)]), primaryName: primaryName, evidence: .sourced, source: Self.source)
  }

  private mutating func extended(_ table: TableDefinition) -> TableDefinition {
    guard let type = metadata.entityType(table.name) else { return table }
    let lookups = lookups(of: type, known: Set(table.lookups.map(\.column)))
    let known = Set(table.columns.map(\.name) + table.lookups.map(\.column) + lookups.map(\.column))
    let columns = columns(of: type, known: known)
    let names = known.union(columns.map(\.name))
    let keys = keys(of: type, names, known: Set(table.alternateKeys.map { Set($0.properties) } + [Set(table.key)]))
    return table.adding(columns, lookups: lookups, alternateKeys: keys)
  }

  private mutating func columns(of type: EntityType, known: Set<String>) -> [ColumnDefinition] {
    var columns: [ColumnDefinition] = []
    for property in type.properties where !known.contains(property.name) {
      guard keepsColumn(property.type) else {
        leaveOut("\(type.name).\(property.name)", "binary columns are not kept")
        continue
      }
      columns.append(column(property, isKey: type.key.contains(property.name)))
    }
    report.columns += columns.count
    return columns
  }

  private func column(_ property: Property, isKey: Bool) -> ColumnDefinition {
    // A column of binary floating point becomes a decimal: the twins keep no inexact numbers, and JSON shows no difference.
    let type = property.type == .double ? .decimal : property.type
    let isServers = property.isComputed || rules.serverColumns.contains(property.name) || isLookupValue(property)
    return ColumnDefinition(
      name: property.name, type: type, maxLength: type == .string ? property.maxLength : nil,
      scale: type == .decimal ? min(max(property.scale ?? rules.defaultScale, 0), 18) : 0,
      canCreate: !isServers, canUpdate: !isServers && !isKey, defaultValue: defaultValue(property, type, isKey: isKey), evidence: .sourced,
      source: Self.source)
  }

  private func isLookupValue(_ property: Property) -> Bool {
    property.type == .guid && property.name.hasPrefix("_") && property.name.hasSuffix("_value")
  }

  private func defaultValue(_ property: Property, _ type: EdmType, isKey: Bool) -> Value {
    if let value = rules.columnDefaults[property.name] { return value }
    guard rules.fillsRequiredColumns, !property.isNullable, !isKey else { return .null }
    switch type {
    case .string: return .string("")
    case .boolean: return .bool(false)
    case .int32, .int64: return .int(0)
    case .decimal: return .decimal(ExactDecimal(0))
    case .dateTimeOffset: return .timestamp(Timestamp(milliseconds: -2_208_945_600_000))
    case .enumeration(let name):
      let members = enums.first { $0.name == name }?.members ?? []
      return (members.first { $0.value == 0 } ?? members.first).map { .string($0.name) } ?? .null
    case .guid, .date, .double, .binary: return .null
    }
  }

  // MARK: Lookups, keys, references, operations

  /// The lookups of Dataverse: columns named `_x_value`, and the navigation properties that say which table such a column
  /// leads to.
  private mutating func lookups(of type: EntityType, known: Set<String>) -> [LookupDefinition] {
    var order: [String] = []
    var targets: [String: [(target: LookupDefinition.Target, partner: String)]] = [:]
    for navigation in type.navigationProperties where !navigation.isCollection && navigation.constraints.count == 1 {
      let column = navigation.constraints[0].property
      guard let property = type.property(column), isLookupValue(property), !known.contains(column) else { continue }
      guard keyOf[navigation.targetType] == [navigation.constraints[0].referencedProperty] else {
        leaveOut("\(type.name).\(navigation.name)", "it leads to '\(navigation.targetType)', which is not served")
        continue
      }
      guard take(navigation.name, of: type.name) else { continue }
      if targets[column] == nil { order.append(column) }
      let partner = navigation.partner.flatMap { take($0, of: navigation.targetType) ? $0 : nil } ?? ""
      targets[column, default: []].append((.init(navigation: navigation.name, table: navigation.targetType), partner))
    }
    report.lookups += order.count
    return order.map { column in
      let isServers = rules.serverColumns.contains(column)
      let found = targets[column] ?? []
      return LookupDefinition(
        name: String(column.dropFirst().dropLast("_value".count)), targets: found.map(\.target), canCreate: !isServers,
        canUpdate: !isServers, partners: found.map(\.partner), evidence: .sourced, source: Self.source)
    }
  }

  /// Whether a navigation property of that name is still free; takes it.
  private mutating func take(_ navigation: String, of type: String) -> Bool {
    navigationsOf[type, default: []].insert(navigation).inserted
  }

  private mutating func keys(of type: EntityType, _ columns: Set<String>, known: Set<Set<String>>) -> [AlternateKey] {
    var known = known
    var keys: [AlternateKey] = []
    for key in type.alternateKeys {
      guard columns.isSuperset(of: key.properties) else {
        leaveOut("\(type.name), key \(key.name)", "one of its columns is not kept")
        continue
      }
      if known.insert(Set(key.properties)).inserted { keys.append(key) }
    }
    report.keys += keys.count
    return keys
  }

  /// Navigation over business keys, as finance and operations has it.
  private mutating func adoptReferences() {
    let byName = Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for type in metadata.entityTypes {
      guard let table = byName[type.name] else { continue }
      for navigation in type.navigationProperties where !navigation.isCollection && !navigation.constraints.isEmpty {
        let columns = navigation.constraints.map(\.property)
        if table.lookups.contains(where: { lookup in columns == [lookup.column] }) { continue }
        guard let target = byName[navigation.targetType] else { continue }
        let others = navigation.constraints.map(\.referencedProperty)
        guard columns.allSatisfy({ table.column($0) != nil }), others.allSatisfy({ target.column($0) != nil }) else { continue }
        guard take(navigation.name, of: type.name) else { continue }
        let partner = navigation.partner.flatMap { take($0, of: target.name) ? $0 : nil }
        references.append(
          ReferenceDefinition(
            table: type.name, navigation: navigation.name, target: target.name, columns: columns, targetColumns: others, partner: partner))
        report.lookups += 1
      }
    }
  }

  private mutating func adoptOperations() {
    let known = Set(base.operations.map(\.name))
    operations = Set(metadata.operations.map(\.name)).subtracting(known)
    for name in operations.sorted() { leaveOut("operation \(name)", "what it does is not in the metadata; calls answer 501") }
  }
}
