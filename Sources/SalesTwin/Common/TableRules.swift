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
