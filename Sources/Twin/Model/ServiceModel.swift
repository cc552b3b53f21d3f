public import EntityStore
public import OData

/// Everything a twin knows about its tables: read from model files, the source of `$metadata`, of the database and of
/// the checks that need no code.
///
/// A class, though it never changes: every step of a request asks for it, and a copy would retain a dozen tables each time.
public final class ServiceModel: Sendable {
  public let namespace: String
  public let alias: String?
  /// Every table of the product, also those the level does not offer.
  public let tables: [TableDefinition]
  public let enums: [EnumType]
  public let operations: [Operation]
  public let capabilities: Set<String>
  /// What clients see at this level: no hidden tables or columns, nothing whose capability is missing.
  public let edm: EdmModel
  public let schemas: [TableSchema]
  /// What the stores of all twins of this model share.
  public let layout: StoreLayout
  /// What all twins of this model have worked out of it.
  public let derived = DerivedValues()

  /// Tables that only a user's own metadata has.
  public let ownTables: Set<String>
  /// Operations that a user's own metadata names and nobody here knows: calls are refused by name.
  let unknownOperations: Set<String>
  let references: [ReferenceDefinition]
  let manyToMany: [ManyToManyDefinition]
  let indexes: [String: [[String]]]
  let types: FurtherTypes
  private let tableIndex: NameIndex
  private let setIndex: NameIndex

  /// For each of `tables`, which of its columns are in `edm`.
  private let offered: [[Bool]]

  public func table(_ name: String) -> TableDefinition? { tableIndex.index(of: name).map { tables[$0] } }
  /// The table behind an entity set that clients may address at this level.
  public func table(set: String) -> TableDefinition? { edm.entitySet(set) == nil ? nil : setIndex.index(of: set).map { tables[$0] } }

  /// Which of a table's columns clients see at this level, in their order; `nil` where they do not see the table.
  func offeredColumns(of table: TableDefinition) -> [Bool]? {
    guard let index = tableIndex.index(of: table.name), !offered[index].isEmpty else { return nil }
    return offered[index]
  }

  /// The stored form of a table.
  /// - Precondition: the model has that table.
  public func schema(_ name: String) -> TableSchema {
    guard let index = tableIndex.index(of: name) else { preconditionFailure("the model has no table \(name)") }
    return schemas[index]
  }

  /// - Parameters:
  ///   - directory: the folder of the model files.
  ///   - capabilities: what the level offers; tables and columns that ask for another one are left out of `edm`.
  ///   - derived: columns that follow from those the files name, and stand behind them.
  /// - Throws: `ModelError` with file and line.
  public convenience init(
    directory: String, namespace: String, alias: String?, capabilities: Set<String>,
    derived: (TableDefinition) -> [ColumnDefinition] = { _ in [] }
  ) throws(ModelError) {
    let parts = try ModelReader(directory: directory, capabilities: capabilities).read()
    let tables = parts.tables.map { table in
      let columns = derived(table)
      return columns.isEmpty ? table : table.adding(columns)
    }
    self.init(
      namespace: namespace, alias: alias, tables: tables, references: parts.references, manyToMany: parts.manyToMany, enums: parts.enums,
      operations: parts.operations, indexes: parts.indexes, types: parts.types, capabilities: capabilities)
  }

  /// The same with every table that is not hidden in `edm`, whichever capability it asks for: what people see who do not come over
  /// OData. Behaviour stays that of the level.
  public func showingEveryTable() -> ServiceModel {
    ServiceModel(
      namespace: namespace, alias: alias, tables: tables, references: references, manyToMany: manyToMany, enums: enums,
      operations: operations, indexes: indexes, types: types, capabilities: capabilities, shown: Set(tables.compactMap(\.capability)),
      unknownOperations: unknownOperations, ownTables: ownTables)
  }

  /// - Parameter shown: further capabilities, for `edm` alone.
  init(
    namespace: String, alias: String?, tables: [TableDefinition], references: [ReferenceDefinition],
    manyToMany: [ManyToManyDefinition] = [], enums: [EnumType], operations: [Operation], indexes: [String: [[String]]], types: FurtherTypes,
    capabilities: Set<String>,
    shown: Set<String> = [],
    unknownOperations: Set<String> = [],
    ownTables: Set<String> = []
  ) {
    self.ownTables = ownTables
    self.unknownOperations = unknownOperations
    self.references = references
    self.manyToMany = manyToMany
    self.indexes = indexes
    self.types = types
    self.namespace = namespace
    self.alias = alias
    self.tables = tables
    self.enums = enums
    self.operations = operations
    self.capabilities = capabilities
    tableIndex = NameIndex(tables.map(\.name))
    setIndex = NameIndex(tables.map(\.entitySet))
    let enumerations = Dictionary(enums.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    schemas = tables.map { TableSchema($0, enums: enumerations, indexes: indexes[$0.name] ?? []) }
    edm = EdmModel(
      visible: tables, references: references, manyToMany: manyToMany, enums: enums, operations: operations, types: types,
      namespace: namespace, alias: alias,
      capabilities: capabilities.union(shown))
    offered = tables.map { [edm] table in
      edm.entityType(table.name).map { type in table.columns.map { type.index(of: $0.name) != nil } } ?? []
    }
    layout = StoreLayout(tables: schemas, edm: edm, deferred: ownTables)
  }
}

/// A navigation over business keys (finance and operations): own columns that hold the key of another table.
struct ReferenceDefinition: Hashable, Sendable {
  let table: String
  let navigation: String
  let target: String
  let columns: [String]
  let targetColumns: [String]
  /// Name of the collection on the target that leads back, if any.
  let partner: String?
}

/// A relationship of many rows to many, kept in a table of pairs; both sides call it by the same name.
struct ManyToManyDefinition: Hashable, Sendable {
  let navigation: String
  let intersect: String
  let table: String
  let column: String
  let otherTable: String
  let otherColumn: String
}

extension TableSchema {
  convenience init(_ table: TableDefinition, enums: [String: EnumType], indexes: [[String]]) {
    var columns = table.columns.map { column in
      Column(
        name: column.name, type: column.type, scale: column.scale,
        enumeration: column.type.enumerationName.flatMap { enums[$0] },
        defaultValue: column.defaultValue, isHidden: column.isHidden)
    }
    for lookup in table.lookups {
      columns.append(Column(name: lookup.column, type: .guid))
      if let typeColumn = lookup.typeColumn { columns.append(Column(name: typeColumn, type: .string, isHidden: true)) }
    }
    self.init(
      name: table.name, columns: columns, key: table.key, keyIsUnique: table.keyIsUnique,
      uniqueKeys: table.view == nil ? table.alternateKeys.map { UniqueKey(name: $0.name, columns: $0.properties) } : [],
      indexes: table.view == nil ? indexes : [], versionColumn: table.column("versionnumber")?.name,
      view: table.view.map { view in View(base: view.base, columns: columns.map { view.columns[$0.name] }) })
  }
}

extension EdmType {
  var enumerationName: String? { if case .enumeration(let name) = self { name } else { nil } }
}

extension EdmModel {
  fileprivate init(
    visible tables: [TableDefinition], references: [ReferenceDefinition], manyToMany: [ManyToManyDefinition], enums: [EnumType],
    operations: [Operation],
    types further: FurtherTypes, namespace: String, alias: String?, capabilities: Set<String>
  ) {
    func isOffered(_ capability: String?) -> Bool { capability.map(capabilities.contains) ?? true }
    let offered = tables.filter { !$0.isHidden && isOffered($0.capability) }
    let names = Set(offered.map(\.name))
    let setOf = Dictionary(offered.map { ($0.name, $0.entitySet) }, uniquingKeysWith: { first, _ in first })
    let keyOf = Dictionary(offered.map { ($0.name, $0.key) }, uniquingKeysWith: { first, _ in first })

    var navigations: [String: [NavigationProperty]] = [:]
    for table in offered {
      for lookup in table.lookups where isOffered(lookup.capability) {
        for (position, target) in lookup.targets.enumerated() {
          guard names.contains(target.table), let set = setOf[target.table], let key = keyOf[target.table]?.first else { continue }
          // The navigation property is typed as the first of the tables it leads to.
          if position > 0, lookup.sharesNavigation { continue }
          let partner = position < lookup.partners.count && !lookup.partners[position].isEmpty ? lookup.partners[position] : nil
          var navigation = NavigationProperty(
            name: target.navigation, targetType: target.table, targetSet: set,
            constraints: [.init(property: lookup.column, referencedProperty: key)], partner: partner, discriminator: lookup.typeColumn)
          if lookup.sharesNavigation { navigation.alternatives = lookup.targets.dropFirst().map(\.table).filter(names.contains) }
          navigations[table.name, default: []].append(navigation)
          if let partner {
            navigations[target.table, default: []].append(
              NavigationProperty(
                name: partner, targetType: table.name, targetSet: table.entitySet, isCollection: true,
                constraints: [.init(property: key, referencedProperty: lookup.column)], partner: target.navigation))
          }
        }
      }
    }
    for reference in references where names.contains(reference.table) && names.contains(reference.target) {
      guard let set = setOf[reference.target], let ownSet = setOf[reference.table] else { continue }
      let pairs = zip(reference.columns, reference.targetColumns)
      navigations[reference.table, default: []].append(
        NavigationProperty(
          name: reference.navigation, targetType: reference.target, targetSet: set,
          constraints: pairs.map { .init(property: $0, referencedProperty: $1) }, partner: reference.partner))
      if let partner = reference.partner {
        navigations[reference.target, default: []].append(
          NavigationProperty(
            name: partner, targetType: reference.table, targetSet: ownSet, isCollection: true,
            constraints: pairs.map { .init(property: $1, referencedProperty: $0) }, partner: reference.navigation))
      }
    }

    for pair in manyToMany where names.contains(pair.table) && names.contains(pair.otherTable) {
      for (near, nearColumn, far, farColumn) in [
        (pair.table, pair.column, pair.otherTable, pair.otherColumn), (pair.otherTable, pair.otherColumn, pair.table, pair.column),
      ] {
        guard let set = setOf[far], let key = keyOf[near]?.first, let farKey = keyOf[far]?.first else { continue }
        var navigation = NavigationProperty(
          name: pair.navigation, targetType: far, targetSet: set, isCollection: true, constraints: [], partner: pair.navigation)
        navigation.intersect = .init(table: pair.intersect, near: nearColumn, key: key, far: farColumn, targetKey: farKey)
        navigations[near, default: []].append(navigation)
      }
    }

    let types = offered.map { table in
      let columns = table.columns.filter { !$0.isHidden && isOffered($0.capability) }
      let columnNames = Set(columns.map(\.name) + table.lookups.filter { isOffered($0.capability) }.map(\.column))
      return EntityType(
        name: table.name, key: table.key, alternateKeys: table.alternateKeys.filter { columnNames.isSuperset(of: $0.properties) },
        properties: columns.map { column in
          Property(
            name: column.name, type: column.type, isNullable: !column.isRequired && !table.key.contains(column.name),
            // Both products declare decimals with a variable scale (Dataverse sourced: W:web-api-properties).
            maxLength: column.maxLength,
            isComputed: !column.canCreate && !column.canUpdate)
        } + table.lookups.filter { isOffered($0.capability) }.map { Property(name: $0.column, type: .guid, isComputed: true) },
        navigationProperties: navigations[table.name] ?? [], baseType: further.base(of: table.name))
    }
    self.init(
      namespace: namespace, alias: alias, entityTypes: further.baseTypes + types,
      entitySets: offered.map { EntitySet(name: $0.entitySet, entityType: $0.name) }, enumTypes: enums,
      operations: operations.filter { operation in
        switch operation.binding {
        case .unbound: true
        case .entity(let name), .collection(let name): names.contains(name)
        }
      }, complexTypes: further.complexTypes)
  }
}
