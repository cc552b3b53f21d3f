import DataPackages
import EntityStore
import OData
import Twin

/// The entities of a data project.
struct DefinitionGroupDetailRules: EntityRules {
  private static let table = "DataManagementDefinitionGroupDetail"

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    if let entity = context.twin.dataEntities.entity(named: record.text("EntityName")) { record["EntityName"] = .string(entity.name) }
    record.fill("SourceFormat", "CSV")
  }

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    let table = context.definition(Self.table)
    guard let entity = context.twin.dataEntities.entity(named: record.text("EntityName")) else {
      throw context.errors.rowRefused(table, "Entity '\(record.text("EntityName"))' does not exist.")
    }
    let definition = context.definition(entity.table)
    for field in FieldMapping.read(record.text("FieldMapping")) {
      guard definition.columns.contains(where: { !$0.isHidden && $0.name.equalsIgnoringASCIICase(field.entityField) }) else {
        throw context.errors.rowRefused(table, "The mapping is incorrect for entity '\(entity.name)' and field '\(field.entityField)'.")
      }
    }
    guard !record.isBlank("Filter") else { return }
    do {
      let filter = try ODataParser().parseFilter(record.text("Filter"))
      _ = try context.store.count(StoreQuery(context.schema(entity.table), filter: filter, limitedToModel: true))
    } catch {
      throw context.errors.rowRefused(table, "The filter of entity '\(entity.name)' cannot be used: \(error).")
    }
  }
}

/// Settings kept by the name of an entity.
struct EntityParameterRules: EntityRules {
  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    if let entity = context.twin.dataEntities.entity(named: record.text("EntityName")) { record["EntityName"] = .string(entity.name) }
  }

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    guard context.twin.dataEntities.entity(named: record.text("EntityName")) != nil else {
      throw context.errors.rowRefused(
        context.definition("EntityExecutionParameter"), "Entity '\(record.text("EntityName"))' does not exist.")
    }
  }
}
