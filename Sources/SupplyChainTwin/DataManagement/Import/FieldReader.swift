import EntityStore
import OData
import Twin

/// Reads the text of a data file into a column's value: how staging understands what a file says (forms inferred).
struct FieldReader {
  let column: ColumnDefinition
  /// Position in the table.
  let index: Int
  /// What the column holds where the file says nothing.
  let empty: Value
  private let members: [String: String]

  init(_ column: ColumnDefinition, index: Int, in schema: TableSchema) {
    self.column = column
    self.index = index
    empty = Record.emptyValue(of: schema.columns[index])
    var members: [String: String] = [:]
    for member in schema.columns[index].enumeration?.members ?? [] {
      members[member.name.lowercased()] = member.name
      members[String(member.value)] = member.name
    }
    self.members = members
  }

  /// - Returns: `nil` for text that is no value of the column.
  func value(_ text: String) -> Value? {
    switch column.type {
    case .string: return .string(text)
    case .enumeration:
      if let name = members[text] ?? members[text.lowercased()] { return .string(name) }
      return Optional<Value>.none
    case .boolean:
      switch text.lowercased() {
      case "true", "yes", "1": return .bool(true)
      case "false", "no", "0": return .bool(false)
      default: return Optional<Value>.none
      }
    case .int32, .int64: return Int64(text).map { Value.int($0) }
    case .decimal: return ExactDecimal(text).map { Value.decimal($0.rounded(toAtMost: column.scale)) }
    case .guid: return GUID(text).map { Value.guid($0) }
    case .date: return (CalendarDate(text) ?? Self.moment(text)?.date).map { Value.date($0) }
    case .dateTimeOffset: return (Self.moment(text) ?? CalendarDate(text).map { Timestamp(date: $0) }).map { Value.timestamp($0) }
    case .double, .binary: return Optional<Value>.none
    }
  }

  /// `2018-04-03T08:00:00Z`, or as data files have it, `2018-04-03 08:00:00` in UTC.
  private static func moment(_ text: String) -> Timestamp? {
    if let moment = Timestamp(text) { return moment }
    guard let blank = text.utf8.firstIndex(of: UInt8(ascii: " ")) else { return nil }
    return Timestamp("\(text[..<blank])T\(text[text.index(after: blank)...])Z")
  }
}
