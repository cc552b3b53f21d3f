import EntityStore
import OData
import Twin

/// Units belong to a group for good.
struct UnitRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    guard record.guid("_uomscheduleid_value") != nil else {
      throw work.twin.errors.requiredMissing(column: "uomscheduleid", table: record.table)
    }
    return try work.createPlain(&record)
  }
}
