import EntityStore
import OData
import SQLite

/// Writes rows into a table as somebody would who has SQLite and a JSON parser and nothing else: one prepared statement, whose columns
/// without a value keep their default from row to row. The yardstick of creating rows.
final class BareInsert {
  private let statement: Statement
  private let schema: TableSchema
  /// Column name → its position in the schema and its parameter.
  private let columns: [String: (column: Int, parameter: Int)]
  /// Columns bound for the row before, with their parameters.
  private var bound: [(column: Int, parameter: Int)] = []
  private var count: Int64 = 0

  /// - Parameter database: one whose `EntityStore` has that table; its rows must not be written otherwise from now on.
  init(_ database: Database, _ schema: TableSchema) throws {
    self.schema = schema
    let kept = schema.columns.indices.filter { schema.columns[$0].name != schema.versionColumn }
    let names = ["#id", "#version"] + kept.map { schema.columns[$0].name }
    let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
    let parameters = names.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    statement = try database.prepare("INSERT INTO \"\(schema.name)\" (\(list)) VALUES (\(parameters))")
    var columns: [String: (column: Int, parameter: Int)] = [:]
    for (position, column) in kept.enumerated() { columns[schema.columns[column].name] = (column, position + 3) }
    self.columns = columns
    for (position, column) in kept.enumerated() { try bind(schema.columns[column].defaultValue, column, position + 3) }
  }

  /// Where a column is to be found, for `set`; `nil` for one that the table has not.
  func place(of column: String) -> (column: Int, parameter: Int)? { columns[column] }

  func set(_ place: (column: Int, parameter: Int), _ value: Value) throws {
    try bind(value, place.column, place.parameter)
    bound.append(place)
  }

  /// Takes the members of a payload that are columns; binds and lookups are no columns.
  func set(_ row: JSONObject) throws {
    for member in row.members {
      guard let place = columns[member.name] else { continue }
      switch member.value {
      case .string(let text): try set(place, value(text, schema.columns[place.column]))
      case .number(let number):
        let isDecimal = schema.columns[place.column].type == .decimal
        try set(place, isDecimal ? .decimal(number) : .int(number.exactInt64 ?? 0))
      case .bool(let flag): try set(place, .bool(flag))
      default: continue
      }
    }
  }

  /// Inserts what was set, and goes back to the defaults.
  func run() throws {
    count += 1
    try statement.bind(count, at: 1)
    try statement.bind(count, at: 2)
    try statement.run()
    for place in bound { try bind(schema.columns[place.column].defaultValue, place.column, place.parameter) }
    bound.removeAll(keepingCapacity: true)
  }

  private func value(_ text: String, _ column: TableSchema.Column) -> Value {
    switch column.type {
    case .guid: GUID(text).map { .guid($0) } ?? Value.null
    case .enumeration: column.enumeration?.value(of: text).map { .int($0) } ?? Value.null
    default: .string(text)
    }
  }

  private func bind(_ value: Value, _ column: Int, _ parameter: Int) throws {
    switch value {
    case .null: try statement.bindNull(at: parameter)
    case .string(let text):
      if let number = schema.columns[column].enumeration?.value(of: text) {
        try statement.bind(number, at: parameter)
      } else {
        try statement.bind(text, at: parameter)
      }
    case .bool(let flag): try statement.bind(flag, at: parameter)
    case .int(let number): try statement.bind(number, at: parameter)
    case .decimal(let number): try statement.bind(number.scaledInt64(schema.columns[column].scale) ?? 0, at: parameter)
    case .guid(let guid):
      var bytes = (guid.high.bigEndian, guid.low.bigEndian)
      try withUnsafeBytes(of: &bytes) { try statement.bind($0, at: parameter) }
    case .date(let date): try statement.bind(Int64(date.days), at: parameter)
    case .timestamp(let moment): try statement.bind(moment.milliseconds, at: parameter)
    }
  }
}
