import EntityStore
import OData

/// Creating a unit group with a base unit's name creates that unit with quantity 1 [inferred].
struct UnitGroupRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    let group = try work.createPlain(&record)
    if let name = record.text("baseuomname") {
      var unit = work.newRecord("uom")
      unit["name"] = .string(name)
      unit["quantity"] = .decimal(1)
      unit["isschedulebaseuom"] = true
      unit["_uomscheduleid_value"] = group["uomscheduleid"]
      _ = try work.insert(&unit)
    }
    return group
  }
}
