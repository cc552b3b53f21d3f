import EntityStore
import OData
import Twin

/// A row on its way into a table: typed access by column name, and what the client itself said.
struct Record {
  let table: TableSchema
  private(set) var values: [Value]
  /// The row as it is stored, when this is an update.
  let stored: Row?
  private var given: [Bool]

  /// A new row.
  /// - Parameter values: what `newValues` answers for the table.
  init(new table: TableSchema, _ values: [Value]) {
    self.table = table
    // A copy at once, value by value: the first change would make one anyway, in a generic way that takes five times as long.
    self.values = Array(unsafeUninitializedCapacity: values.count) { copy, count in
      for index in values.indices { copy.initializeElement(at: index, to: values[index]) }
      count = values.count
    }
    stored = nil
    given = Array(repeating: false, count: values.count)
  }

  init(_ row: Row) {
    table = row.table
    values = row.values
    stored = row
    given = Array(repeating: false, count: values.count)
  }

  var isNew: Bool { stored == nil }

  /// Gives the values away, so that whoever stores them need not copy them.
  consuming func takeValues() -> [Value] { values }

  /// Takes over what the client sent; null means empty.
  mutating func assign(_ draft: Draft) {
    for (column, value) in draft.assignments {
      values[column] = value.isNull ? Self.emptyValue(of: table.columns[column]) : value
      given[column] = true
    }
  }

  subscript(column: String) -> Value {
    get { values[position(column)] }
    set { values[position(column)] = newValue }
  }

  /// Whether the client sent a value.
  func isGiven(_ column: String) -> Bool { given[position(column)] }
  /// Whether the value differs from the stored one; a new row differs everywhere.
  func isChanged(_ column: String) -> Bool {
    guard let stored else { return true }
    return stored.values[position(column)] != values[position(column)]
  }

  func text(_ column: String) -> String { self[column].stringValue ?? "" }
  func number(_ column: String) -> ExactDecimal { self[column].decimalValue ?? .zero }
  func isYes(_ column: String) -> Bool { self[column] == "Yes" }
  func isBlank(_ column: String) -> Bool { text(column).isEmpty }
  func has(_ column: String) -> Bool { table.index(of: column) != nil }

  /// Whether a text still waits for its default: an empty one that the client sent on purpose does not (sourced: S10).
  func isOpen(_ column: String) -> Bool { isBlank(column) && !isGiven(column) }

  /// Sets a text that the client said nothing about.
  mutating func fill(_ column: String, _ text: @autoclosure () throws -> String) rethrows {
    if isOpen(column) { self[column] = .string(try text()) }
  }

  /// Sets a text that the client said nothing about to that of another column.
  mutating func fill(_ column: String, from other: String) {
    if isOpen(column) { self[column] = self[other] }
  }

  /// What an update has to write.
  var changes: [(column: Int, value: Value)] {
    guard let stored else { return [] }
    return values.indices.compactMap { stored.values[$0] == values[$0] ? nil : ($0, values[$0]) }
  }

  private func position(_ column: String) -> Int {
    guard let index = table.index(of: column) else { preconditionFailure("table \(table.name) has no column \(column)") }
    return index
  }

  /// What finance and operations stores where there is nothing (supply-chain-odata.md 1.3, sourced in part: S23).
  /// The values of a new row: every column at its default, never null.
  static func newValues(of table: TableSchema) -> [Value] {
    table.columns.map { $0.defaultValue.isNull ? Self.emptyValue(of: $0) : $0.defaultValue }
  }

  static func emptyValue(of column: TableSchema.Column) -> Value {
    switch column.type {
    case .string, .binary: ""
    case .boolean: false
    case .int32, .int64: 0
    // With the decimals the store keeps, so that it sees the same value in every new row.
    case .decimal, .double: .decimal(ExactDecimal(mantissa: 0, scale: column.scale))
    case .guid: .guid(.zero)
    case .date: .date(EmptyDate.day)
    case .dateTimeOffset: .timestamp(EmptyDate.moment)
    case .enumeration: column.enumeration?.members.first.map { .string($0.name) } ?? .null
    }
  }
}

/// The date that stands for none: 1900-01-01T12:00:00Z (sourced: S23).
enum EmptyDate {
  static let day = CalendarDate(days: -25_567)
  static let moment = Timestamp(date: day, hour: 12)
}

extension Row {
  func text(_ column: String) -> String { self[column].stringValue ?? "" }
  func number(_ column: String) -> ExactDecimal { self[column].decimalValue ?? .zero }
  func integer(_ column: String) -> Int64 { self[column].intValue ?? 0 }
  func isYes(_ column: String) -> Bool { self[column] == "Yes" }
}

extension Value {
  static func yesNo(_ flag: Bool) -> Value { flag ? "Yes" : "No" }
}
