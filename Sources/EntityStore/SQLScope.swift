import OData

/// One table as a query sees it under an alias, with the lookups followed from it.
final class SQLScope {
  let table: StoredTable
  let alias: String
  /// `nil` for tables the model hides: those have columns, but no navigation.
  let entity: EntityType?
  let from: FromClause
  /// Lookups followed so far, by navigation property: each is joined once.
  var lookups: [String: SQLScope] = [:]

  init(_ table: StoredTable, alias: String, entity: EntityType?, from: FromClause) {
    self.table = table
    self.alias = alias
    self.entity = entity
    self.from = from
  }

  func sql(_ column: Int) -> String { "\(alias).\(table.quotedColumns[column])" }
  var rowID: String { "\(alias).\(StoredTable.rowID)" }
}

/// What stands behind FROM of a query or of one sub-query: grows while the conditions are translated.
final class FromClause {
  var sql: String
  init(_ sql: String) { self.sql = sql }
}

/// A value bound to a numbered parameter.
enum SQLParameter: Hashable {
  case int(Int64)
  case text(String)
  case guid(GUID)
}

/// What an expression has become in SQL.
enum SQLTerm {
  /// A typed SQL expression; `column` is its position when it is a column of the query's own table.
  case operand(sql: String, kind: ColumnCodec.Kind, column: Int?)
  /// A literal, which takes the type of what it is compared with.
  case literal(Value)
  case member(type: String, name: String)
  /// A lookup itself: only compared with null.
  case reference(rowID: String)
}
