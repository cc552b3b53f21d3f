import EntityStore
import OData
import Twin

/// The list of entities that the data management framework keeps: one row for each the level offers.
struct DataEntityList {
  static let table = "DataManagementEntity"
  let context: CompanyContext

  /// Puts in what is missing.
  func fill() throws {
    let twin = context.twin
    for set in twin.model.edm.entitySets {
      guard let table = twin.model.table(set.entityType), let entity = twin.dataEntities.entity(ofTable: table.name),
        try context.findShared(Self.table, .string(entity.name)) == nil
      else { continue }
      var record = context.newRecord(Self.table)
      record["EntityName"] = .string(entity.name)
      record["TargetEntity"] = .string(table.internalName)
      record["EntityCategory"] = .string(twin.environment.category(of: table.name))
      record["IsShared"] = table.column("dataAreaId") == nil ? "Yes" : "No"
      try context.save(record)
    }
  }
}
