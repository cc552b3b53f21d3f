import EntityStore
import OData

/// The opaque position inside a `$skiptoken` (Dataverse, sales-web-api.md 5.7): an XML element `cookie` with the page
/// number and an inner cookie, itself encoded, that holds the values the last row is sorted by.
struct PagingCookie {
  let cursor: StoreQuery.Cursor
  /// The number of the page it leads to, from 1.
  let page: Int
  /// Where a read that tracks changes began.
  let tracking: DeltaToken?

  init(cursor: StoreQuery.Cursor, page: Int, tracking: DeltaToken? = nil) {
    self.cursor = cursor
    self.page = page
    self.tracking = tracking
  }

  var text: String { text(inner: inner) }

  /// As annotations of FetchXML carry it: the inner cookie is encoded twice (sourced: page on paging results).
  var doublyEncodedText: String { text(inner: PercentEncoding.encode(inner, in: .queryValue)) }

  private var inner: String {
    var values: [JSON] = cursor.values.map { .array([.string(Self.tag(of: $0)), JSON($0)]) }
    values.append(JSON(Value.int(cursor.rowID)))
    return PercentEncoding.encode(JSON.array(values).text, in: .queryValue)
  }

  private func text(inner: String) -> String {
    let tracked = tracking.map { "istracking=\"True\" deltatoken=\"\($0.text)\"" } ?? "istracking=\"False\""
    return "<cookie pagenumber=\"\(page)\" pagingcookie=\"\(inner)\" \(tracked) />"
  }

  /// - Returns: `nil` for text that is no cookie of ours.
  init?(_ token: String) {
    guard let page = Self.attribute("pagenumber", in: token).flatMap({ Int($0) }), page > 0,
      let inner = Self.attribute("pagingcookie", in: token).flatMap({ PercentEncoding.decode(String($0)) }),
      let cursor = Self.cursor(inner)
    else { return nil }
    self.page = page
    self.cursor = cursor
    tracking = Self.attribute("deltatoken", in: token).flatMap { DeltaToken(String($0)) }
  }

  /// The position in an inner cookie, decoded.
  static func cursor(_ inner: String) -> StoreQuery.Cursor? {
    guard let elements = (try? JSON(decoding: inner))?.arrayValue, let last = elements.last?.numberValue?.exactInt64 else { return nil }
    var values: [Value] = []
    for element in elements.dropLast() {
      guard let pair = element.arrayValue, pair.count == 2, let tag = pair[0].stringValue, let value = value(tag, pair[1]) else {
        return nil
      }
      values.append(value)
    }
    return StoreQuery.Cursor(values: values, rowID: last)
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
