import EntityStore
import OData
import Twin

/// The server-side steps of POST, PATCH and DELETE in the order of finance and operations (supply-chain-odata.md 5.6,
/// sourced: S10): set fields, validate each, default the row, validate the write, write. So an unknown reference is told
/// before a missing mandatory value.
struct WriteSteps {
  let context: CompanyContext
  /// The table that keeps the rows.
  private let name: String

  /// - Parameter table: keeps rows; for a write through a view, the table it is over.
  init(context: CompanyContext, table: TableDefinition) {
    self.context = context
    name = table.name
  }

  private var rules: any EntityRules { context.twin.rules(of: name) }
  /// What refusals name.
  private var table: TableDefinition { context.definition(name) }

  func create(_ draft: Draft) throws -> Row {
    var record = context.newRecord(draft.table.name)
    record.assign(draft)
    if record.has("dataAreaId") { record["dataAreaId"] = .string(context.company) }
    if record.has("ModifiedDateTime") { record["ModifiedDateTime"] = .timestamp(context.session.now) }
    try validateReferences(record)
    try rules.validateFields(record, in: context)
    try rules.setDefaults(&record, in: context)
    try validateMandatory(record)
    try rules.validateWrite(record, in: context)
    // Given away: a row has some 150 values, and storing them would copy them otherwise.
    let row = try context.save(consume record)
    try rules.didWrite(row, before: nil, in: context)
    return row
  }

  /// A PATCH that changes nothing writes nothing: the row keeps its version.
  func update(_ row: Row, _ changes: Draft) throws -> Row {
    var record = Record(row)
    record.assign(changes)
    try validateReferences(record)
    try rules.validateFields(record, in: context)
    try rules.setDefaults(&record, in: context)
    guard !record.changes.isEmpty else { return row }
    try validateMandatory(record)
    try rules.validateWrite(record, in: context)
    let updated = try context.save(record)
    try rules.didWrite(updated, before: row, in: context)
    return updated
  }

  /// A row that others refer to stays, but for what belongs to it and goes along: the lines of an order.
  func delete(_ row: Row) throws {
    let references = context.twin.business.foreignKeys(to: name)
    for reference in references where !reference.isCascading { try refuseDelete(of: row, referredToBy: reference) }
    try rules.validateDelete(row, in: context)
    let dependents = try references.filter(\.isCascading).flatMap { try referring($0, to: row) }
    try context.store.delete(row)
    try rules.didDelete(row, in: context)
    for dependent in dependents {
      try context.store.delete(dependent)
      try context.twin.rules(of: dependent.table.name).didDelete(dependent, in: context)
    }
  }

  private func refuseDelete(of row: Row, referredToBy reference: BusinessModel.ForeignKey) throws {
    let (schema, columns, values) = condition(reference, row)
    guard try context.store.row(schema, where: columns, equal: values) != nil else { return }
    let dependent = context.twin.business.dataSource(of: reference.table).label
    throw context.errors.deleteRefused(
      table, "The record cannot be deleted while dependent \(dependent) exist. Delete dependent \(dependent) and try again.")
  }

  private func referring(_ reference: BusinessModel.ForeignKey, to row: Row) throws -> [Row] {
    let (schema, columns, values) = condition(reference, row)
    return try context.store.rows(schema, where: columns, equal: values, orderBy: [])
  }

  /// What finds the rows that refer to a row: in its company only, where it has one.
  private func condition(_ reference: BusinessModel.ForeignKey, _ row: Row) -> (schema: TableSchema, columns: [String], values: [Value]) {
    let schema = context.schema(reference.table)
    let isInCompany = row.table.index(of: "dataAreaId") != nil && schema.index(of: "dataAreaId") != nil
    return (
      schema, (isInCompany ? ["dataAreaId"] : []) + [reference.column],
      (isInCompany ? [row["dataAreaId"]] : []) + [row[reference.targetColumn]]
    )
  }

  private func validateReferences(_ record: Record) throws {
    for key in context.twin.business.foreignKeys(of: name) where record.isChanged(key.column) && !record.isBlank(key.column) {
      let value = record[key.column]
      let hasCompany = context.schema(key.target).index(of: "dataAreaId") != nil
      // The target column is the key of the target, next to the company: BusinessModel checks that.
      guard try hasCompany ? context.find(key.target, value) != nil : context.findShared(key.target, value) != nil else {
        throw context.errors.unknownForeignKey(table, column: key.column, value: record.text(key.column), relatedTable: key.relatedTable)
      }
    }
  }

  private func validateMandatory(_ record: Record) throws {
    for column in context.twin.business.mandatoryColumns(of: name) where record.isBlank(column) {
      throw context.errors.requiredMissing(column: column, table: table)
    }
  }
}
