import Ambient
import EntityStore
import OData
import Twin

/// Teams carry their identifier twice, as users do.
struct TeamRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    let id = record.guid("ownerid") ?? record.guid("teamid") ?? work.session.ambient.newGUID()
    record["ownerid"] = .guid(id)
    record["teamid"] = .guid(id)
    if record["_businessunitid_value"].isNull { record["_businessunitid_value"] = .guid(work.organization.businessUnit) }
    return try work.createPlain(&record)
  }
}
