/// One value of a primitive property, as both systems, the store and the engine pass it around.
///
/// An enumeration value is the member's name as a `.string`: that is what the wire carries; the store keeps its number.
public enum Value: Hashable, Sendable {
  case null
  case string(String)
  case bool(Bool)
  /// `Edm.Int16`, `Edm.Int32`, `Edm.Int64`, and Dataverse choice columns.
  case int(Int64)
  case decimal(ExactDecimal)
  case guid(GUID)
  case date(CalendarDate)
  case timestamp(Timestamp)
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral {
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(nilLiteral: ()) { self = .null }
}

extension Value {
  public var isNull: Bool { if case .null = self { true } else { false } }

  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var intValue: Int64? { if case .int(let value) = self { value } else { nil } }
  public var guidValue: GUID? { if case .guid(let value) = self { value } else { nil } }
  public var timestampValue: Timestamp? { if case .timestamp(let value) = self { value } else { nil } }

  /// The number, whether it is held as a decimal or as a whole number.
  public var decimalValue: ExactDecimal? {
    switch self {
    case .decimal(let value): value
    case .int(let value): ExactDecimal(value)
    default: nil
    }
  }
}

extension Value: CustomStringConvertible {
  /// The bare text: no quotes round strings, `null` for null. For messages, not for URLs; see `literalText` for those.
  public var description: String {
    switch self {
    case .null: "null"
    case .string(let value): value
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .decimal(let value): value.description
    case .guid(let value): value.description
    case .date(let value): value.description
    case .timestamp(let value): value.description
    }
  }

  /// The value as an OData URL literal, not yet percent-encoded: `'O''Neil'`, `12.50`, `null`.
  public var literalText: String {
    if case .string(let value) = self {
      if !value.utf8.contains(UInt8(ascii: "'")) { return "'\(value)'" }
      var text = "'"
      for character in value.unicodeScalars {
        if character == "'" { text += "''" } else { text.unicodeScalars.append(character) }
      }
      return text + "'"
    }
    return description
  }
}
