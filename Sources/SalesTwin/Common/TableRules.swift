import EntityStore
import OData
import Twin

/// What a table does beyond storing what it is told. Every table has one of these; most need only the defaults.
protocol TableRules: Sendable {
  func create(_ record: inout Record, _ work: Work) throws -> Row
  func update(_ record: inout Record, _ work: Work) throws -> Row
  func delete(_ row: Row, of table: TableDefinition, _ work: Work) throws
}

extension TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row { try work.createPlain(&record) }
  func update(_ record: inout Record, _ work: Work) throws -> Row { try work.updatePlain(&record) }
  func delete(_ row: Row, of table: TableDefinition, _ work: Work) throws { try work.deleteWithRelations(row, of: table) }
}

/// Tables without rules of their own.
struct PlainRules: TableRules {}

extension Work {
  /// Creation with what every table shares: state, currency, composite addresses.
  func createPlain(_ record: inout Record) throws -> Row {
    try StateModel.resolve(&record)
    if record.hasColumn("exchangerate"), record.hasColumn("_transactioncurrencyid_value") { try applyCurrency(&record) }
    CompositeAddress.refresh(&record)
    return try insert(&record)
  }

  func updatePlain(_ record: inout Record) throws -> Row {
    try StateModel.resolve(&record)
    if record.hasColumn("exchangerate"), record.hasColumn("_transactioncurrencyid_value") { try applyCurrency(&record) }
    if record.hasColumn("_ownerid_value"), record.sends("_ownerid_value") { try stampOwner(&record) }
    CompositeAddress.refresh(&record)
    return try update(&record)
  }
}
