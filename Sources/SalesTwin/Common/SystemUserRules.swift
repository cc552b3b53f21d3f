import Ambient
import EntityStore
import OData
import Twin

/// Users carry their identifier twice: as the key they share with teams and under their own name
/// [sourced: D:use-alternate-key-reference-record].
struct SystemUserRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    work.twin.forgetProfiles()
    let id = record.guid("ownerid") ?? record.guid("systemuserid") ?? work.session.ambient.newGUID()
    record["ownerid"] = .guid(id)
    record["systemuserid"] = .guid(id)
    if record["_businessunitid_value"].isNull { record["_businessunitid_value"] = .guid(work.organization.businessUnit) }
    name(&record)
    return try work.createPlain(&record)
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row {
    work.twin.forgetProfiles()
    name(&record)
    return try work.updatePlain(&record)
  }

  private func name(_ record: inout Record) {
    let name = [record.text("firstname"), record.text("lastname")].compactMap { $0 }.joined(separator: " ")
    record.set("fullname", name.isEmpty ? .null : .string(name))
  }

  func delete(_ row: Row, of table: TableDefinition, _ work: Work) throws {
    work.twin.forgetProfiles()
    try SecurityRules.deletePairs(of: row, table, work)
    try work.deleteWithRelations(row, of: table)
  }
}
