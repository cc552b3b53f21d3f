import OData
import Twin

extension ColumnDefinition {
  /// The application's own name of the column's type. On the wire dates and times are one type; the name of a column tells
  /// which it is (inferred).
  var applicationType: String {
    switch type {
    case .string: "String"
    case .boolean: "Boolean"
    case .int32: "Int32"
    case .int64: "Int64"
    case .decimal, .double: "Real"
    case .guid: "Guid"
    case .date: "Date"
    case .dateTimeOffset: name.hasSuffix("DateTime") ? "UtcDateTime" : "Date"
    case .enumeration: "Enum"
    default: "Container"
    }
  }
}
