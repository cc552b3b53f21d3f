import OData

/// Conditions on rows of a source by the texts of their key, as data files and the ledger hold them.
enum SourceKey {
  /// `SalesOrderNumber eq 'SO-1' and LineCreationSequenceNumber eq 2`.
  /// - Returns: `nil` where a text is no value of its column, or there are not as many as columns.
  static func condition(_ texts: [String], _ columns: [String], _ type: EntityType) -> String? {
    guard texts.count == columns.count, !columns.isEmpty else { return nil }
    var parts: [String] = []
    for (text, column) in zip(texts, columns) {
      guard let property = type.property(column), let literal = literal(text, property.type) else { return nil }
      parts.append("\(column) eq \(literal)")
    }
    return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " and ")))"
  }

  private static func literal(_ text: String, _ type: EdmType) -> String? {
    switch type {
    case .string: return Value.string(text).literalText
    case .int32, .int64: return Int64(text).map { "\($0)" }
    case .decimal: return ExactDecimal(text).map(\.description)
    case .guid: return GUID(text).map(\.description)
    case .date, .dateTimeOffset:
      // Data files write `2018-04-03 08:00:00`.
      let moment = text.contains("T") ? text : text.replacing(" ", with: "T") + "Z"
      return type == .date ? CalendarDate(String(text.prefix(10))).map(\.description) : Timestamp(moment).map(\.description)
    default: return nil
    }
  }
}
