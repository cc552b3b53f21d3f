import EntityStore
import OData
import Twin

/// Remembers, for entities whose changes are followed by table, when a row last changed in each: the version of a row alone does not
/// tell whether the change was in its primary table or in one that is joined.
struct JoinedChanges {
  static let table = "DataManagementJoinedChange"
  let context: CompanyContext

  /// To be told of every update of a row, before it is written.
  /// - Parameter changes: the columns that will differ.
  /// - Returns: what must be noted once the row has its new version; empty for nearly every update.
  func touched(by changes: [(column: Int, value: Value)], in table: TableSchema) throws -> Touched? {
    guard let entity = context.twin.dataEntities.entity(ofTable: table.name), entity.hasJoinedTables else { return nil }
    var joined: Set<String> = []
    var isPrimary = false
    for (column, _) in changes {
      if let name = entity.joinedTables[column] { joined.insert(name) } else { isPrimary = true }
    }
    guard !joined.isEmpty, let state = try ChangeTrackingState(of: entity, in: context), state.tellsTablesApart else { return nil }
    return Touched(entity: entity, joined: joined.sorted(), isPrimary: isPrimary)
  }

  struct Touched {
    let entity: DataEntity
    let joined: [String]
    let isPrimary: Bool
  }

  func note(_ touched: Touched, before: Row, after: Row) throws {
    for name in touched.joined { try put(touched.entity, after.rowID, name, version: after.version, rowVersion: after.version) }
    if touched.isPrimary { return }
    // The primary table has not changed since the version it had before, or since the one noted then.
    let known = try find(touched.entity, before.rowID, "")
    let version = known.map { $0.integer("RowVersion") == before.version ? $0.integer("Version") : before.version } ?? before.version
    try put(touched.entity, after.rowID, "", version: version, rowVersion: after.version)
  }

  /// The version a row last changed in, as far as the option looks.
  func version(of row: Row, _ entity: DataEntity, _ state: ChangeTrackingState) throws -> Int64 {
    guard state.tellsTablesApart else { return row.version }
    var primary = row.version
    if let known = try find(entity, row.rowID, ""), known.integer("RowVersion") == row.version { primary = known.integer("Version") }
    guard state.mode == .customQuery else { return primary }
    // A row is new to every table of its entity at once.
    var version = row.rowID
    if state.tables.contains(entity.primaryTable.lowercased()) { version = max(version, primary) }
    for name in Set(entity.joinedTables.compactMap { $0 }).sorted() where state.tables.contains(name.lowercased()) {
      version = max(version, try find(entity, row.rowID, name)?.integer("Version") ?? 0)
    }
    return version
  }

  private func find(_ entity: DataEntity, _ record: Int64, _ name: String) throws -> Row? {
    try context.findShared(Self.table, .string(entity.table), .int(record), .string(name))
  }

  private func put(_ entity: DataEntity, _ record: Int64, _ name: String, version: Int64, rowVersion: Int64) throws {
    let values: [(String, Value)] = [("Version", .int(version)), ("RowVersion", .int(rowVersion))]
    if let row = try find(entity, record, name) {
      try context.set(row, values)
      return
    }
    var new = context.newRecord(Self.table)
    new["EntityName"] = .string(entity.table)
    new["RecordId"] = .int(record)
    new["TableName"] = .string(name)
    for (column, value) in values { new[column] = value }
    try context.save(new)
  }
}
