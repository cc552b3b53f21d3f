import EntityStore
import OData
import Twin

/// The list of entities that the data management framework keeps: one row for each the level offers.
struct DataEntityList {
  static let table = "DataManagementEntity"
  let context: CompanyContext

  func fill() throws {
    let twin = context.twin
    var taken: Set<String> = []
    for set in twin.model.edm.entitySets {
      guard let table = twin.model.table(set.entityType) else { continue }
      var record = context.newRecord(Self.table)
      // A user's own metadata may have an entity whose name reads like another's label.
      let label = twin.business.label(of: table.name)
      let isFree = taken.insert(label.lowercased()).inserted
      record["EntityName"] = .string(isFree ? label : "\(label) (\(table.name))")
      record["TargetEntity"] = .string(table.internalName)
      record["EntityCategory"] = .string(twin.environment.category(of: table.name))
      record["IsShared"] = table.column("dataAreaId") == nil ? "Yes" : "No"
      try context.save(record)
    }
  }
}
