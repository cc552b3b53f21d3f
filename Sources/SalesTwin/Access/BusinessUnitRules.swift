import Ambient
import EntityStore
import OData
import Twin

/// Business units stand below each other, and each has a default team of its name (sales-web-api.md 1.15, inferred).
struct BusinessUnitRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    work.twin.forgetProfiles()
    if record["_parentbusinessunitid_value"].isNull {
      record["_parentbusinessunitid_value"] = .guid(work.organization.businessUnit)
    }
    let unit = try work.createPlain(&record)
    var team = work.newRecord("team")
    team["name"] = unit["name"]
    team["isdefault"] = true
    team["_businessunitid_value"] = unit["businessunitid"]
    _ = try TeamRules().create(&team, work)
    return unit
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row {
    work.twin.forgetProfiles()
    let row = try work.updatePlain(&record)
    if record.changes("name"), let id = row["businessunitid"].guidValue {
      for team in try work.rows("team", where: "_businessunitid_value", equal: id) where team["isdefault"] == .bool(true) {
        var renamed = Record(changing: team, of: work.table("team"))
        renamed["name"] = row["name"]
        _ = try work.update(&renamed)
      }
    }
    return row
  }

  func delete(_ row: Row, of table: TableDefinition, _ work: Work) throws {
    work.twin.forgetProfiles()
    guard row["businessunitid"].guidValue != work.organization.businessUnit else { throw work.twin.errors.readOnly(table: table) }
    if let id = row["businessunitid"].guidValue {
      for team in try work.rows("team", where: "_businessunitid_value", equal: id) where team["isdefault"] == .bool(true) {
        try TeamRules().delete(team, of: work.table("team"), work)
      }
    }
    try work.deleteWithRelations(row, of: table)
  }
}
