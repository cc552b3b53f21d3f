import EntityStore
import OData

/// Sets of financial dimensions: identified by a record id that the system gives.
struct DimensionSetRules: EntityRules {
  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    if record.isNew, record["RecordId"] == 0 { record["RecordId"] = .int(context.store.version + 1) }
  }
}
