import OData
import PlantedBugs

/// Reads a source that pages by position without losing or doubling rows that come, go or move between two pages.
///
/// Finance and operations leads to the next page by counting rows (`$skip`): a row that was deleted from an earlier page moves all behind
/// it up by one, and the first row of the next page is never read. So rows are asked for in the order of their key, and the next page is
/// whatever lies from the last key on. Rows of that very key come again and are left out; several may share it where a company has never
/// numbered its lines.
final class KeyRange {
  private struct Column {
    let name: String
    let type: EdmType
  }

  private let columns: [Column]
  private let pageSize: Int
  /// Key of the last row taken, and how many rows of it were.
  private var last: [JSON] = []
  private var taken = 0

  /// - Parameter fixed: key columns that the query holds to one value.
  /// - Returns: `nil` for keys that cannot be compared: an enumeration knows only equality.
  init?(_ type: EntityType, fixed: Set<String>, pageSize: Int) {
    var columns: [Column] = []
    for name in type.key where !fixed.contains(name) {
      guard let property = type.property(name), Self.isOrdered(property.type) else { return nil }
      columns.append(Column(name: name, type: property.type))
    }
    guard !columns.isEmpty else { return nil }
    self.columns = columns
    self.pageSize = pageSize
  }

  var order: String { columns.map(\.name).joined(separator: ",") }

  /// Begins from the start.
  func reset() {
    last = []
    taken = 0
  }

  /// The rows of a page without those that came with the page before.
  func new(_ rows: [JSONObject]) -> ArraySlice<JSONObject> {
    guard taken > 0 else { return rows[...] }
    if PlantedBug.rowLostBehindKey.isOn { return rows.dropFirst(taken + 1) }
    let repeated = rows.prefix(taken).prefix { key(of: $0) == last }
    return rows[repeated.endIndex...]
  }

  /// The condition on the rows from the last one of a page on; `nil` where only the service's own link leads on.
  func condition(after rows: [JSONObject]) -> String? {
    guard let row = rows.last else { return nil }
    let key = key(of: row)
    guard !key.contains(where: \.isNull) else { return nil }
    let same = rows.reversed().prefix { self.key(of: $0) == key }.count
    // A whole page of one key: from that key on, the same page would come for ever.
    guard same < min(rows.count, pageSize) else {
      reset()
      return nil
    }
    last = key
    taken = same
    return condition(key[...], columns[...])
  }

  /// `a ge 1 and (a gt 1 or b ge 2)`: rises as the order does, and lets an index on the columns serve.
  private func condition(_ key: ArraySlice<JSON>, _ columns: ArraySlice<Column>) -> String? {
    guard let column = columns.first, let value = key.first, let literal = Self.literal(value, column.type) else { return nil }
    guard columns.count > 1 else { return "\(column.name) ge \(literal)" }
    guard let rest = condition(key.dropFirst(), columns.dropFirst()) else { return nil }
    return "\(column.name) ge \(literal) and (\(column.name) gt \(literal) or (\(rest)))"
  }

  private func key(of row: JSONObject) -> [JSON] { columns.map { row[$0.name] ?? .null } }

  private static func isOrdered(_ type: EdmType) -> Bool {
    switch type {
    case .string, .int32, .int64, .decimal, .date, .dateTimeOffset: true
    default: false
    }
  }

  static func literal(_ value: JSON, _ type: EdmType) -> String? {
    switch (value, type) {
    case (.string(let text), .string): Value.string(text).literalText
    case (.string(let text), .date), (.string(let text), .dateTimeOffset): text
    case (.number(let number), _): number.description
    default: nil
    }
  }
}
