import EntityStore
import OData
import SQLite

/// Reads rows of a table as somebody would who has SQLite and nothing else: one prepared statement, one loop, the same columns
/// into the same values. The yardstick of the store's benchmarks.
final class BareReader {
  let statement: Statement
  private let columns: [TableSchema.Column]

  /// - Parameter rest: what follows the name of the table, which goes by `t0`: condition, order and limit.
  init(_ database: Database, _ schema: TableSchema, _ rest: String) throws {
    columns = schema.columns
    let list = schema.columns.map { $0.name == schema.versionColumn ? "t0.\"#version\"" : "t0.\"\($0.name)\"" }.joined(separator: ", ")
    statement = try database.prepare("SELECT \(list) FROM \"\(schema.name)\" AS t0 \(rest)")
  }

  /// Goes over the rows without reading them.
  func steps() throws -> Int {
    var rows = 0
    while try statement.step() { rows += 1 }
    statement.reset()
    return rows
  }

  func reads() throws -> [[Value]] {
    var rows: [[Value]] = []
    while try statement.step() {
      var values: [Value] = []
      values.reserveCapacity(columns.count)
      for index in columns.indices { values.append(value(index)) }
      rows.append(values)
    }
    statement.reset()
    return rows
  }

  private func value(_ index: Int) -> Value {
    if statement.isNull(index) { return .null }
    switch columns[index].type {
    case .string, .enumeration, .double, .binary: return .string(statement.text(index))
    case .boolean: return .bool(statement.bool(index))
    case .int32, .int64: return .int(statement.int(index))
    case .decimal: return .decimal(ExactDecimal(mantissa: Int128(statement.int(index)), scale: columns[index].scale))
    case .guid:
      return statement.withBlob(index) { bytes in
        .guid(
          GUID(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))))
      }
    case .date: return .date(CalendarDate(days: Int(statement.int(index))))
    case .dateTimeOffset: return .timestamp(Timestamp(milliseconds: statement.int(index)))
    }
  }
}

extension Database {
  /// Bytes of all pages, by SQLite's own count.
  func bytes() throws -> Int { try number("PRAGMA page_count") * number("PRAGMA page_size") }

  private func number(_ sql: String) throws -> Int {
    let statement = try prepare(sql)
    guard try statement.step() else { return 0 }
    return Int(statement.int(0))
  }
}
