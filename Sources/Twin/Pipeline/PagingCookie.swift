import EntityStore
import OData

/// The opaque position inside a `$skiptoken` (Dataverse, sales-web-api.md 5.7): an XML element `cookie` with the page
/// number and an inner cookie, itself encoded, that holds the values the last row is sorted by.
enum PagingCookie {
  static func encode(_ cursor: StoreQuery.Cursor, page: Int) -> String {
    var values: [JSON] = cursor.values.map { .array([.string(tag(of: $0)), JSON($0)]) }
    values.append(JSON(Value.int(cursor.rowID)))
    let inner = PercentEncoding.encode(JSON.array(values).text, in: .queryValue)
    return "<cookie pagenumber=\"\(page)\" pagingcookie=\"\(inner)\" istracking=\"False\" />"
  }

  /// - Returns: `nil` for text that is no cookie of ours.
  static func decode(_ token: String) -> (cursor: StoreQuery.Cursor, page: Int)? {
    guard let page = attribute("pagenumber", in: token).flatMap({ Int($0) }), page > 0,
      let inner = attribute("pagingcookie", in: token).flatMap({ PercentEncoding.decode(String($0)) }),
      let elements = (try? JSON(decoding: inner))?.arrayValue, let last = elements.last?.numberValue?.exactInt64
    else { return nil }
    var values: [Value] = []
    for element in elements.dropLast() {
      guard let pair = element.arrayValue, pair.count == 2, let tag = pair[0].stringValue, let value = value(tag, pair[1]) else {
        return nil
      }
      values.append(value)
    }
    return (StoreQuery.Cursor(values: values, rowID: last), page)
  }

  private static func attribute(_ name: String, in text: String) -> Substring? {
    let opening = "\(name)=\""
    guard let start = text.firstRange(of: opening)?.upperBound, let end = text[start...].firstIndex(of: "\"") else { return nil }
    return text[start..<end]
  }

  private static func tag(of value: Value) -> String {
    switch value {
    case .null: "null"
    case .string: "s"
    case .bool: "b"
    case .int: "i"
    case .decimal: "d"
    case .guid: "g"
    case .date: "y"
    case .timestamp: "t"
    }
  }

  private static func value(_ tag: String, _ json: JSON) -> Value? {
    switch tag {
    case "null": .null
    case "s": json.stringValue.map(Value.string)
    case "b": json.boolValue.map(Value.bool)
    case "i": json.numberValue?.exactInt64.map(Value.int)
    case "d": json.numberValue.map(Value.decimal)
    case "g": json.stringValue.flatMap { GUID($0) }.map(Value.guid)
    case "y": json.stringValue.flatMap { CalendarDate($0) }.map(Value.date)
    case "t": json.stringValue.flatMap { Timestamp($0) }.map(Value.timestamp)
    default: nil
    }
  }
}
