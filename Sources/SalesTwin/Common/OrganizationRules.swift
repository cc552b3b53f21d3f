import EntityStore
import OData
import Twin

/// The one organization row: its settings may be changed, it can be neither made nor deleted.
struct OrganizationRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row { throw work.twin.errors.readOnly(table: record.table) }
  func delete(_ row: Row, of table: TableDefinition, _ work: Work) throws { throw work.twin.errors.readOnly(table: table) }
}
