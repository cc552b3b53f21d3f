import Ambient
import EntityStore
import OData
import Twin

/// Teams carry their identifier twice, as users do; they say who may do what, as every table of `SecurityRules`.
struct TeamRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    work.twin.forgetProfiles()
    let id = record.guid("ownerid") ?? record.guid("teamid") ?? work.session.ambient.newGUID()
    record["ownerid"] = .guid(id)
    record["teamid"] = .guid(id)
    if record["_businessunitid_value"].isNull { record["_businessunitid_value"] = .guid(work.organization.businessUnit) }
    return try work.createPlain(&record)
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row { try SecurityRules().update(&record, work) }

  func delete(_ row: Row, of table: TableDefinition, _ work: Work) throws { try SecurityRules().delete(row, of: table, work) }
}
