import EntityStore
import OData

/// Switching change tracking on, off and over.
struct ChangeTrackingRules: EntityRules {
  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    if let entity = context.twin.dataEntities.entity(named: record.text("EntityName")) { record["EntityName"] = .string(entity.name) }
  }

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    let table = context.definition(ChangeTrackingState.table)
    guard let entity = context.twin.dataEntities.entity(named: record.text("EntityName")) else {
      throw context.errors.rowRefused(table, "Entity '\(record.text("EntityName"))' does not exist.")
    }
    let known = Set([entity.primaryTable] + entity.joinedTables.compactMap { $0 })
    let tables = ChangeTrackingState.names(record.text("TrackedTables"))
    guard record["Mode"] == .string(ChangeTrackingState.Mode.customQuery.rawValue) else { return }
    guard !tables.isEmpty, tables.isSubset(of: known.map { $0.lowercased() }) else {
      throw context.errors.rowRefused(
        table, "The custom query of '\(entity.name)' must name some of its tables: \(known.sorted().joined(separator: ", ")).")
    }
  }
}
