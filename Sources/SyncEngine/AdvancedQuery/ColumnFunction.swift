import OData

/// The functions of column expressions. All are total: what they are not made for gives null.
enum ColumnFunction: String, CaseIterable {
  case concat, contains, startswith, endswith, indexof, length, substring, tolower, toupper, trim
  case round, floor, ceiling
  case year, month, day, hour, minute, second, date

  static let names = allCases.map(\.rawValue)

  var arguments: ClosedRange<Int> {
    switch self {
    case .concat, .contains, .startswith, .endswith, .indexof: 2...2
    case .substring: 2...3
    default: 1...1
    }
  }

  var argumentText: String {
    arguments.lowerBound == arguments.upperBound
      ? "\(arguments.lowerBound) argument\(arguments.lowerBound == 1 ? "" : "s")"
      : "\(arguments.lowerBound) or \(arguments.upperBound) arguments"
  }

  func applied(to values: [JSON]) -> JSON {
    switch self {
    // A name without a middle name is a name: nothing is put in for nothing.
    case .concat: .string(ValueConversion.text(of: values[0]) + ValueConversion.text(of: values[1]))
    case .contains: text(values) { .bool($0[0].isEmpty || $0[0].contains($0[1]) || $0[1].isEmpty) }
    case .startswith: text(values) { .bool($0[0].hasPrefix($0[1])) }
    case .endswith: text(values) { .bool($0[0].hasSuffix($0[1])) }
    case .indexof: text(values) { .number(ExactDecimal(Self.index(of: $0[1], in: $0[0]))) }
    case .length: plain(values[0]) { .number(ExactDecimal($0.count)) }
    case .tolower: plain(values[0]) { .string($0.lowercased()) }
    case .toupper: plain(values[0]) { .string($0.uppercased()) }
    case .trim: plain(values[0]) { .string(Self.trimmed($0)) }
    case .substring: Self.substring(values)
    case .round: number(values[0]) { $0.rounded(to: 0) }
    case .floor: number(values[0]) { $0.rounded(to: 0, .down) }
    case .ceiling: number(values[0]) { $0.rounded(to: 0, .up) }
    case .date: moment(values[0]) { .string($0.date.description) }
    case .year: moment(values[0]) { .number(ExactDecimal($0.date.civil.year)) }
    case .month: moment(values[0]) { .number(ExactDecimal($0.date.civil.month)) }
    case .day: moment(values[0]) { .number(ExactDecimal($0.date.civil.day)) }
    case .hour: moment(values[0]) { .number(ExactDecimal(Self.seconds($0) / 3600)) }
    case .minute: moment(values[0]) { .number(ExactDecimal(Self.seconds($0) / 60 % 60)) }
    case .second: moment(values[0]) { .number(ExactDecimal(Self.seconds($0) % 60)) }
    }
  }

  /// Compares without regard to case, as both systems do.
  private func text(_ values: [JSON], _ body: ([String]) -> JSON) -> JSON {
    if values.contains(where: \.isNull) { return .null }
    return body(values.map { ValueConversion.text(of: $0).lowercased() })
  }

  private func plain(_ value: JSON, _ body: (String) -> JSON) -> JSON { value.isNull ? .null : body(ValueConversion.text(of: value)) }

  private func number(_ value: JSON, _ body: (ExactDecimal) -> ExactDecimal) -> JSON {
    BoundedNumber.of(value).map { .number(body($0)) } ?? .null
  }

  private func moment(_ value: JSON, _ body: (Timestamp) -> JSON) -> JSON {
    guard let text = value.stringValue, let moment = Timestamp(text) ?? CalendarDate(text).map({ Timestamp(date: $0) }) else {
      return .null
    }
    return body(moment)
  }

  private static func seconds(_ moment: Timestamp) -> Int64 { (moment.milliseconds - Timestamp(date: moment.date).milliseconds) / 1000 }

  private static func index(of part: String, in text: String) -> Int {
    guard let range = text.firstRange(of: part) else { return part.isEmpty ? 0 : -1 }
    return text.distance(from: text.startIndex, to: range.lowerBound)
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  /// Counts characters from 0; what lies outside of the text is nothing.
  private static func substring(_ values: [JSON]) -> JSON {
    guard !values[0].isNull, let start = whole(values[1]) else { return .null }
    let text = ValueConversion.text(of: values[0])
    let rest = text.dropFirst(max(0, start))
    guard values.count == 3 else { return .string(String(rest)) }
    guard let length = whole(values[2]) else { return .null }
    return .string(String(rest.prefix(max(0, length))))
  }

  private static func whole(_ value: JSON) -> Int? {
    BoundedNumber.of(value)?.rounded(to: 0, .truncate).exactInt64.map { Int(min(max($0, -1_000_000), 1_000_000)) }
  }
}
