import OData
import PlantedBugs

/// Turns a source value into one of the destination's type. What does not fit gives `nil`, and the row fails.
enum ValueConversion {
  /// Empty text, null and the finance and operations way of saying "no date" are all blank.
  static func isBlank(_ value: JSON) -> Bool {
    switch value {
    case .null: true
    case .string(let text): text.utf8.isEmpty || text.isBlank || (text.utf8.count == 20 && text.hasPrefix("1900-01-01T"))
    default: false
    }
  }

  /// The text a transform sees.
  static func text(of value: JSON) -> String {
    switch value {
    case .null: ""
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): number.normalized.description
    case .string(let text): text
    case .array, .object: value.text
    }
  }

  static func convert(_ value: JSON, to type: EdmType, enumType: EnumType?) -> Value? {
    if isBlank(value) { return .null }
    switch type {
    case .string:
      if case .string(let text) = value { return .string(text) }
      return .string(text(of: value))
    case .boolean: return boolean(value).map(Value.bool)
    // A decimal becomes a whole number by cutting, without any transform (sourced: CDSI-18).
    case .int32: return whole(value).flatMap { Int32(exactly: $0) }.map { .int(Int64($0)) }
    case .int64: return whole(value).map(Value.int)
    case .decimal, .double:
      if PlantedBug.centsCutOff.isOn { return number(value).map { .decimal($0.rounded(to: 0, .truncate)) } }
      return number(value).map { .decimal($0.normalized) }
    case .guid: return value.stringValue.flatMap { GUID($0) }.map(Value.guid)
    case .date: return timestamp(value).map { .date($0.date) }
    case .dateTimeOffset: return timestamp(value).map(Value.timestamp)
    case .enumeration: return member(value, of: enumType).map(Value.string)
    case .binary: return value.stringValue.map(Value.string)
    }
  }

  private static func boolean(_ value: JSON) -> Bool? {
    switch value {
    case .bool(let bool): bool
    case .number(let number): number.exactInt64.flatMap { $0 == 0 ? false : $0 == 1 ? true : nil }
    case .string(let text):
      switch text.lowercased() {
      case "true", "yes", "1": true
      case "false", "no", "0": false
      default: nil
      }
    default: nil
    }
  }

  private static func whole(_ value: JSON) -> Int64? { number(value)?.rounded(to: 0, .truncate).exactInt64 }

  private static func number(_ value: JSON) -> ExactDecimal? {
    switch value {
    case .number(let number): number
    case .string(let text): ExactDecimal(text)
    case .bool(let bool): bool ? 1 : 0
    default: nil
    }
  }

  private static func timestamp(_ value: JSON) -> Timestamp? {
    guard let text = value.stringValue else { return nil }
    return Timestamp(text) ?? CalendarDate(text).map { Timestamp(date: $0) }
  }

  /// Text and truth become a member by name, a number by value.
  private static func member(_ value: JSON, of type: EnumType?) -> String? {
    guard let type else { return value.stringValue }
    switch value {
    case .string(let text):
      if type.value(of: text) != nil { return text }
      return type.members.first { $0.name.equalsFolded(text) }?.name ?? Int64(text).flatMap { type.name(of: $0) }
    case .number(let number): return number.exactInt64.flatMap { type.name(of: $0) }
    case .bool(let bool): return member(.string(bool ? "Yes" : "No"), of: type)
    default: return nil
    }
  }
}
