import EntityStore
import OData
import Twin

/// A row on its way to the store: what is there already, what the client sent, and what the business rules make of it.
struct Record {
  let table: TableDefinition
  let schema: TableSchema
  /// The row as it is stored; `nil` for a new one.
  let original: Row?
  private let sent: Draft?
  private(set) var values: [Value]
  private var isWritten: [Bool]

  /// A new row: defaults of the model, then what the client sent.
  init(new table: TableDefinition, _ draft: Draft) {
    self.init(table: table, schema: draft.table, original: nil, values: draft.table.defaultValues, sent: draft)
    for (column, value) in draft.assignments { values[column] = fitted(value, column) }
  }

  /// A stored row under change.
  init(changing row: Row, of table: TableDefinition, _ changes: Draft? = nil) {
    self.init(table: table, schema: row.table, original: row, values: row.values, sent: changes)
    for (column, value) in changes?.assignments ?? [] {
      values[column] = fitted(value, column)
      isWritten[column] = true
    }
  }

  private init(table: TableDefinition, schema: TableSchema, original: Row?, values: [Value], sent: Draft?) {
    self.table = table
    self.schema = schema
    self.original = original
    self.sent = sent
    self.values = values
    isWritten = Array(repeating: false, count: values.count)
  }

  var isNew: Bool { original == nil }

  /// - Precondition: the table has that column.
  subscript(column: String) -> Value {
    get { values[position(column)] }
    set {
      let index = position(column)
      values[index] = fitted(newValue, index)
      isWritten[index] = true
    }
  }

  /// The value of the column at a position of the table, for what goes over many columns of every row.
  subscript(at index: Int) -> Value {
    get { values[index] }
    set {
      values[index] = fitted(newValue, index)
      isWritten[index] = true
    }
  }

  /// Whether an update has the column at that position to write.
  func writes(at index: Int) -> Bool { isWritten[index] }

  /// Whether the client said anything about the column, be it null.
  func sends(_ column: String) -> Bool { sent?[column] != nil }

  /// Whether the client sent nothing but these columns.
  func sendsOnly(_ columns: Set<String>) -> Bool {
    sent?.assignments.allSatisfy { columns.contains(schema.columns[$0.column].name) } ?? true
  }

  /// Whether the value differs from the stored one; for a new row, whether there is one.
  func changes(_ column: String) -> Bool {
    let index = position(column)
    return original.map { $0.values[index] != values[index] } ?? !values[index].isNull
  }

  /// Forgets a change: a value the client may not decide on.
  mutating func discard(_ column: String) {
    let index = position(column)
    values[index] = original?.values[index] ?? schema.columns[index].defaultValue
    isWritten[index] = false
  }

  /// Writes a value only where it differs, so that untouched columns stay out of the update.
  mutating func set(_ column: String, _ value: Value) {
    if self[column] != value { self[column] = value }
  }

  /// Writes a value where the table has the column: tables of a user's own metadata may lack some that all built-in ones have.
  mutating func setIfThere(_ column: String, _ value: Value) {
    if hasColumn(column) { self[column] = value }
  }

  /// What an update has to write, in column order.
  var assignments: [(column: Int, value: Value)] {
    values.indices.compactMap { isWritten[$0] ? ($0, values[$0]) : nil }
  }

  var hasChanges: Bool { isWritten.contains(true) }

  func hasColumn(_ name: String) -> Bool { schema.index(of: name) != nil }

  func guid(_ column: String) -> GUID? { self[column].guidValue }
  func text(_ column: String) -> String? { self[column].stringValue }
  func int(_ column: String) -> Int64 { self[column].intValue ?? 0 }
  func bool(_ column: String) -> Bool { self[column].boolValue ?? false }
  /// The number in the column; null counts as zero [inferred].
  func decimal(_ column: String) -> ExactDecimal { self[column].decimalValue ?? .zero }

  private func position(_ column: String) -> Int {
    guard let index = schema.index(of: column) else { preconditionFailure("table \(schema.name) has no column \(column)") }
    return index
  }

  /// Decimals keep what the column holds: more digits are rounded, as the product does with amounts [inferred].
  private func fitted(_ value: Value, _ index: Int) -> Value {
    if case .decimal(let number) = value, number.scale > schema.columns[index].scale {
      return .decimal(number.rounded(to: schema.columns[index].scale))
    }
    return value
  }
}
