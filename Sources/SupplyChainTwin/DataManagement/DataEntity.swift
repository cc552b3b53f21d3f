import EntityStore
import OData
import Twin

/// An entity as the data management framework knows it.
struct DataEntity: Sendable {
  /// The entity's type: `CustomerV2`.
  let table: String
  /// As people and manifests call it: `Customers V2`.
  let name: String
  /// Application object: `CustCustomerV2Entity`; what an XML file calls its rows.
  let internalName: String
  /// The primary table: `CustTable`.
  let primaryTable: String
  /// For each column, by position, the joined table it comes from; `nil` for the primary table's own.
  let joinedTables: [String?]
  /// Whether any column comes from a joined table.
  var hasJoinedTables: Bool { joinedTables.contains { $0 != nil } }
}

/// The data entities a level offers.
struct DataEntityCatalog: Sendable {
  /// By name.
  let entities: [DataEntity]
  private let byTable: [String: DataEntity]
  private let byName: [String: DataEntity]

  /// - Throws: `SupplyChainModelError` for a line that names a table or column the model does not have.
  init(directory: String, model: ServiceModel, business: BusinessModel) throws {
    var names: [String: String] = [:]
    for line in try BusinessModel.lines(directory, "dataEntities.csv", ["table", "entityName"]) { names[line[0]] = line[1] }
    var joined: [String: [(pattern: String, table: String)]] = [:]
    for line in try BusinessModel.lines(directory, "joinedColumns.csv", ["table", "columns", "joinedTable"]) {
      joined[line[0], default: []] += line[1].split(separator: ";").map { (String($0), line[2]) }
    }
    let sets = model.edm.entitySets.compactMap { model.table($0.entityType) }
    var taken: Set<String> = []
    var entities: [DataEntity] = []
    for table in sets {
      // A user's own metadata may have an entity whose name reads like another's label.
      let label = names[table.name] ?? business.label(of: table.name)
      let isFree = taken.insert(label.lowercased()).inserted
      let schema = model.schema(table.name)
      let patterns = joined[table.name] ?? []
      for (pattern, _) in patterns where !schema.columns.contains(where: { Self.matches($0.name, pattern) }) {
        throw SupplyChainModelError(message: "joinedColumns.csv: \(table.name) has no column \(pattern)")
      }
      entities.append(
        DataEntity(
          table: table.name, name: isFree ? label : "\(label) (\(table.name))", internalName: table.internalName,
          primaryTable: business.dataSource(of: table.name).aotTable,
          joinedTables: schema.columns.map { column in patterns.first { Self.matches(column.name, $0.pattern) }?.table }))
    }
    self.entities = entities.sorted { $0.name < $1.name }
    byTable = Dictionary(entities.map { ($0.table, $0) }, uniquingKeysWith: { first, _ in first })
    var byName: [String: DataEntity] = [:]
    for entity in entities {
      for name in [entity.name, entity.table, entity.internalName, model.table(entity.table)?.entitySet ?? ""] where !name.isEmpty {
        if byName[Self.folded(name)] == nil || name == entity.name { byName[Self.folded(name)] = entity }
      }
    }
    self.byName = byName
  }

  func entity(ofTable table: String) -> DataEntity? { byTable[table] }

  /// By its name, or that of its type, set or application object; without regard to case and blanks.
  func entity(named name: String) -> DataEntity? { byName[Self.folded(name)] }

  private static func folded(_ name: String) -> String { name.filter { $0 != " " }.lowercased() }

  private static func matches(_ column: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? column.hasPrefix(pattern.dropLast()) : column == pattern
  }
}
