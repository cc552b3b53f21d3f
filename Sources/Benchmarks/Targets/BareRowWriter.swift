import EntityStore
import OData

/// Writes rows as JSON and does nothing else: every column that is not hidden, by its name. The yardstick of answers.
struct BareRowWriter {
  private let names: [(index: Int, name: JSONName)]

  init(_ schema: TableSchema) {
    names = schema.columns.indices.filter { !schema.columns[$0].isHidden }.map { ($0, JSONName(schema.columns[$0].name)) }
  }

  func write(_ row: [Value], to writer: inout JSONWriter) {
    writer.beginObject()
    for (index, name) in names { writer.write(row[index], named: name) }
    writer.endObject()
  }

  func page(_ rows: [[Value]]) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: 2048 * max(rows.count, 1))
    writer.beginObject()
    writer.name("value")
    writer.beginArray()
    for row in rows { write(row, to: &writer) }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}
