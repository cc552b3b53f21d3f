import EntityStore
import OData

/// Writes what an answer says about values beside the values: annotations (sales-web-api.md 5.6), types and links of full
/// metadata, numbers as text. Only made for requests that ask for any of it, so that the others pay nothing.
final class RowDetails {
  private let handler: EntityHandler
  private let lookups: LookupMemory
  private let annotations: AnnotationFilter
  private let format: PayloadFormat
  private var plans: [String: TablePlan] = [:]

  /// Whether a request asks for anything beyond the values.
  static func areWanted(by handler: EntityHandler) -> Bool {
    handler.format.metadata == .full || handler.format.textNumbers
      || (handler.rules.annotatesValues && !handler.preferences.annotations.isEmpty)
  }

  init(_ handler: EntityHandler, _ lookups: LookupMemory) {
    annotations = handler.rules.annotatesValues ? handler.preferences.annotations : .none
    format = handler.format
    self.handler = handler
    self.lookups = lookups
  }

  /// What is known of each column of a table, worked out once an answer.
  private struct TablePlan {
    enum Kind {
      case column(ColumnDefinition)
      case lookup(LookupDefinition)
      case other
    }
    let kinds: [Kind]

    init(_ table: TableDefinition, _ schema: TableSchema) {
      let lookups = Dictionary(table.lookups.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
      kinds = schema.columns.map { column in
        if let lookup = lookups[column.name] { return .lookup(lookup) }
        return table.column(column.name).map { .column($0) } ?? .other
      }
    }
  }

  private func plan(_ table: TableDefinition, _ schema: TableSchema) -> TablePlan {
    if let plan = plans[table.name] { return plan }
    let plan = TablePlan(table, schema)
    plans[table.name] = plan
    return plan
  }

  // MARK: The row

  /// Type and address, in front of the values.
  func beginRow(_ row: Row, _ table: TableDefinition, to writer: inout JSONWriter) {
    guard format.metadata == .full else { return }
    let path = handler.canonicalPath(of: row, table)
    member("@odata.type", "#\(handler.product.model.namespace).\(table.name)", to: &writer)
    member("@odata.id", "\(handler.service.rootURL)/\(path)", to: &writer)
    member("@odata.editLink", path, to: &writer)
  }

  /// Links of the navigation properties that are not expanded, behind the values.
  func endRow(_ row: Row, _ table: TableDefinition, expanded: [ExpandItem], to writer: inout JSONWriter) {
    guard format.metadata == .full, let type = handler.product.model.edm.entityType(table.name) else { return }
    let path = "\(handler.service.rootURL)/\(handler.canonicalPath(of: row, table))"
    for navigation in type.navigationProperties where !expanded.contains(where: { $0.path.first == navigation.name }) {
      member("\(navigation.name)@odata.associationLink", "\(path)/\(navigation.name)/$ref", to: &writer)
      member("\(navigation.name)@odata.navigationLink", "\(path)/\(navigation.name)", to: &writer)
    }
  }

  private func member(_ name: String, _ value: String, to writer: inout JSONWriter) {
    writer.name(name)
    writer.write(value)
  }

  // MARK: Values

  /// The annotations of a value, then the value itself.
  func write(_ value: Value, _ field: RowPlan.Field, of row: Row, _ table: TableDefinition, to writer: inout JSONWriter) throws {
    let column = row.table.columns[field.column]
    if format.metadata == .full, let type = declaredType(of: column.type) { member("\(column.name)@odata.type", type, to: &writer) }
    if !annotations.isEmpty, !value.isNull {
      switch plan(table, row.table).kinds[field.column] {
      case .lookup(let lookup): try annotate(lookup, value, of: row, to: &writer)
      case .column(let definition):
        if annotations.includes(Annotation.formattedValue),
          let text = try handler.product.formattedValue(value, column: definition, row: row, table: table)
        {
          member("\(column.name)@\(Annotation.formattedValue)", text, to: &writer)
        }
      case .other: break
      }
    }
    if format.textNumbers, column.type.isLargeNumber, !value.isNull {
      member(column.name, value.description, to: &writer)
    } else {
      writer.write(value, named: field.name)
    }
  }

  private func annotate(_ lookup: LookupDefinition, _ value: Value, of row: Row, to writer: inout JSONWriter) throws {
    let kind = lookup.typeColumn.flatMap { row[$0].stringValue }
    let target =
      try lookup.sharesNavigation ? owner(lookup, value) : lookup.targets.first { kind == nil || $0.table == kind }
    guard let target, let table = handler.product.model.table(target.table) else { return }
    if annotations.includes(Annotation.formattedValue), let name = table.primaryName,
      let text = try lookups.row(table, table.key, [value])?[name].stringValue
    {
      member("\(lookup.column)@\(Annotation.formattedValue)", text, to: &writer)
    }
    if annotations.includes(Annotation.associatedNavigation) {
      member("\(lookup.column)@\(Annotation.associatedNavigation)", target.navigation, to: &writer)
    }
    if annotations.includes(Annotation.lookupLogicalName) {
      member("\(lookup.column)@\(Annotation.lookupLogicalName)", table.name, to: &writer)
    }
  }

  /// Which of the tables behind one navigation property has the row.
  private func owner(_ lookup: LookupDefinition, _ value: Value) throws -> LookupDefinition.Target? {
    try lookup.targets.first { target in
      guard let table = handler.product.model.table(target.table) else { return false }
      return try lookups.row(table, table.key, [value]) != nil
    }
  }

  /// The type of values whose JSON form does not show it (OData JSON format 4.0, 4.5.3).
  private func declaredType(of type: EdmType) -> String? {
    switch type {
    case .string, .boolean, .int32: nil
    case .int64: "#Int64"
    case .decimal: "#Decimal"
    case .guid: "#Guid"
    case .date: "#Date"
    case .dateTimeOffset: "#DateTimeOffset"
    case .double: nil
    case .binary: "#Binary"
    case .enumeration: "#\(type.qualifiedName(in: handler.product.model.namespace))"
    }
  }
}

extension EdmType {
  /// Written as text where the client asks for `IEEE754Compatible` (OData JSON format 4.0, 3.2).
  var isLargeNumber: Bool { self == .int64 || self == .decimal }
}
