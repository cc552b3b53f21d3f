import EntityStore
import OData
import Twin

/// How far an export of a data project has come, for one entity and legal entity (inferred).
struct ExportPosition {
  static let table = "DataManagementExportPosition"
  let context: CompanyContext
  let definitionGroup: String
  let entity: DataEntity

  /// The version behind which rows are new to the project; `nil` for all rows, as at the first run after tracking was switched on or
  /// changed (inferred).
  func since(_ state: ChangeTrackingState) throws -> Int64? {
    guard let row = try row, row.integer("TrackingVersion") == state.version else { return nil }
    return row.integer("Version")
  }

  func move(to version: Int64, _ state: ChangeTrackingState) throws {
    let values: [(String, Value)] = [("Version", .int(version)), ("TrackingVersion", .int(state.version))]
    if let row = try row {
      try context.set(row, values)
      return
    }
    var record = context.newRecord(Self.table)
    record["DefinitionGroupId"] = .string(definitionGroup)
    record["EntityName"] = .string(entity.name)
    record["LegalEntityId"] = .string(context.company)
    for (column, value) in values { record[column] = value }
    try context.save(record)
  }

  private var row: Row? {
    get throws { try context.findShared(Self.table, .string(definitionGroup), .string(entity.name), .string(context.company)) }
  }
}
