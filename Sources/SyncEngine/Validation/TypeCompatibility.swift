import OData

/// Whether values of one type can become values of another without a transform in between (DIPV1030). Text becomes no number: "12" would,
/// the next customer's "a dozen" would not.
enum TypeCompatibility {
  static func canConvert(_ source: EdmType, to destination: EdmType) -> Bool {
    switch destination {
    case .string: true
    case .enumeration: source.isEnumeration || isNumber(source) || source == .string || source == .boolean
    case .boolean: source.isEnumeration || isWhole(source) || source == .string || source == .boolean
    case .int32, .int64, .decimal, .double: isNumber(source) || source == .boolean
    case .guid: source == .guid
    case .date, .dateTimeOffset: source == .date || source == .dateTimeOffset
    case .binary: source == .binary || source == .string
    }
  }

  private static func isWhole(_ type: EdmType) -> Bool { type == .int32 || type == .int64 }
  private static func isNumber(_ type: EdmType) -> Bool { isWhole(type) || type == .decimal || type == .double }
}

extension EdmType {
  fileprivate var isEnumeration: Bool { if case .enumeration = self { true } else { false } }

  /// As messages call it.
  var plainName: String {
    switch self {
    case .string: "text"
    case .boolean: "yes or no"
    case .int32, .int64: "a whole number"
    case .decimal, .double: "a number"
    case .guid: "a row's id"
    case .date, .dateTimeOffset: "a date"
    case .enumeration(let name): "a member of \(name)"
    case .binary: "binary data"
    }
  }
}
