import EntityStore
import OData
import Twin

/// Tables that say who may do what: whatever changes there is looked at anew.
struct SecurityRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    work.twin.forgetProfiles()
    if record.hasColumn("_businessunitid_value"), record["_businessunitid_value"].isNull {
      record["_businessunitid_value"] = .guid(work.organization.businessUnit)
    }
    return try work.createPlain(&record)
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row {
    work.twin.forgetProfiles()
    return try work.updatePlain(&record)
  }

  func delete(_ row: Row, of table: TableDefinition, _ work: Work) throws {
    work.twin.forgetProfiles()
    try Self.deletePairs(of: row, table, work)
    try work.deleteWithRelations(row, of: table)
  }

  /// Pairs go with either of their rows.
  static func deletePairs(of row: Row, _ table: TableDefinition, _ work: Work) throws {
    for navigation in work.twin.model.edm.entityType(table.name)?.navigationProperties ?? [] {
      guard let pair = navigation.intersect else { continue }
      let pairs = try work.store.rows(work.twin.model.schema(pair.table), where: [pair.near], equal: [row[pair.key]], orderBy: [])
      for row in pairs { try work.store.delete(row) }
    }
  }
}
