import EntityStore
import OData
import Twin

/// Writes through an entity that shows rows of another's table: under the rules of that table, answered as the view shows the row.
struct ViewWriting {
  let twin: SupplyChainTwin
  let view: TableDefinition
  let definition: ViewDefinition

  /// - Returns: `nil` for a table that keeps its rows itself.
  init?(_ twin: SupplyChainTwin, _ table: TableDefinition) {
    guard let definition = table.view else { return nil }
    self.twin = twin
    view = table
    self.definition = definition
  }

  func create(_ draft: Draft, in session: Session) throws -> Row {
    let context = twin.context(session, company: twin.company(of: draft, session))
    let row = try named { try steps(context).create(try based(draft)) }
    return try shown(row)
  }

  func update(_ row: Row, _ changes: Draft, in session: Session) throws -> Row {
    let context = twin.context(session, company: try twin.companyForChange(of: row, view, session))
    return try shown(try named { try steps(context).update(try kept(row), try based(changes)) })
  }

  func delete(_ row: Row, in session: Session) throws {
    let context = twin.context(session, company: try twin.companyForChange(of: row, view, session))
    try steps(context).delete(try kept(row))
  }

  private func steps(_ context: CompanyContext) -> WriteSteps {
    WriteSteps(context: context.writing(through: view), table: context.definition(definition.base))
  }

  /// The values for the table, under its names.
  /// - Throws: 501 for a value in a column that the twin has in name only.
  private func based(_ draft: Draft) throws -> Draft {
    var based = Draft(twin.model.schema(definition.base))
    for (index, value) in draft.assignments {
      let column = draft.table.columns[index]
      if let name = definition.columns[column.name] {
        based[name] = value
      } else if value != column.defaultValue, !value.isNull {
        throw ServiceError.notEmulated("column \(view.entitySet).\(column.name)")
      }
    }
    return based
  }

  private func kept(_ row: Row) throws -> Row { try same(row, twin.model.schema(definition.base)) }
  private func shown(_ row: Row) throws -> Row { try same(row, twin.model.schema(view.name)) }

  private func same(_ row: Row, _ schema: TableSchema) throws -> Row {
    guard let found = try twin.store.row(schema, rowID: row.rowID) else {
      throw twin.errors.internalError("the row of \(row.table.name) is not in \(schema.name)")
    }
    return found
  }

  /// A key that is taken is told of this entity, not of the one that has given the table its name.
  private func named<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch StoreError.duplicate(let table, let key, let columns, let values) where table == definition.base {
      throw twin.errors.duplicate(table: view, key: key, columns: columns, values: values)
    }
  }
}

extension TableDefinition {
  /// What a view calls a column of its base; the name as it is where it shows no such column, and for tables.
  func ownName(ofBase column: String) -> String {
    guard let view, view.columns[column] != column else { return column }
    return columns.first { view.columns[$0.name] == column }?.name ?? column
  }
}
