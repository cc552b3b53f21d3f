import OData
import Testing

@testable import SyncEngine

/// What each kind of source value becomes at each type of destination; `nil` where the row fails.
struct ConversionTableTests {
  private static let noYes = EnumType(name: "NoYes", members: [.init("No", 0), .init("Yes", 1)])
  private static let id = GUID(high: 1, low: 2)
  private static let day = CalendarDate("2018-04-03")!
  private static let moment = Timestamp("2018-04-03T08:30:00Z")!

  private static let sources: [JSON] = [
    "plain", "Yes", "12.9", 1, .number(ExactDecimal("12.9")!), true, "2018-04-03", "2018-04-03T08:30:00Z", .string(id.description),
    "", "  ", .null, "1900-01-01T12:00:00Z", .number(ExactDecimal("99999999999")!), ["a"],
  ]

  /// In the order of the sources.
  private static let rules: [(type: EdmType, results: [Value?])] = [
    (
      .string,
      [
        .string("plain"), .string("Yes"), .string("12.9"), .string("1"), .string("12.9"), .string("true"), .string("2018-04-03"),
        .string("2018-04-03T08:30:00Z"), .string(id.description), .null, .null, .null, .null, .string("99999999999"), .string("[\"a\"]"),
      ]
    ),
    (.boolean, [nil, .bool(true), nil, .bool(true), nil, .bool(true), nil, nil, nil, .null, .null, .null, .null, nil, nil]),
    (
      .int32, [nil, nil, .int(12), .int(1), .int(12), .int(1), nil, nil, nil, .null, .null, .null, .null, nil, nil]
    ),
    (
      .int64,
      [nil, nil, .int(12), .int(1), .int(12), .int(1), nil, nil, nil, .null, .null, .null, .null, .int(99_999_999_999), nil]
    ),
    (
      .decimal,
      [
        nil, nil, .decimal(ExactDecimal("12.9")!), .decimal(1), .decimal(ExactDecimal("12.9")!), .decimal(1), nil, nil, nil, .null, .null,
        .null, .null, .decimal(99_999_999_999), nil,
      ]
    ),
    (.guid, [nil, nil, nil, nil, nil, nil, nil, nil, .guid(id), .null, .null, .null, .null, nil, nil]),
    (.date, [nil, nil, nil, nil, nil, nil, .date(day), .date(day), nil, .null, .null, .null, .null, nil, nil]),
    (
      .dateTimeOffset,
      [
        nil, nil, nil, nil, nil, nil, .timestamp(Timestamp(date: day)), .timestamp(moment), nil, .null, .null, .null, .null, nil, nil,
      ]
    ),
    (
      .enumeration("NoYes"),
      [
        nil, .string("Yes"), nil, .string("Yes"), nil, .string("Yes"), nil, nil, nil, .null, .null, .null, .null, nil, nil,
      ]
    ),
  ]

  @Test("Every kind of value becomes what the table says at every type, or fails the row", arguments: rules.indices)
  func table(index: Int) {
    let rule = Self.rules[index]
    for (source, wanted) in zip(Self.sources, rule.results) {
      let converted = ValueConversion.convert(source, to: rule.type, enumType: Self.noYes)
      #expect(converted == wanted, "\(source.text) to \(rule.type)")
    }
    #expect(rule.results.count == Self.sources.count)
  }

  @Test("What can be converted is allowed beforehand: no type is refused whose values would fit")
  func compatibility() {
    let samples: [(EdmType, JSON)] = [
      (.boolean, true), (.int32, 1), (.int64, 1), (.decimal, 1), (.date, "2018-04-03"), (.dateTimeOffset, "2018-04-03T08:30:00Z"),
      (.guid, .string(Self.id.description)),
    ]
    for (type, value) in samples {
      for rule in Self.rules
      // Any number but 0 and 1 is no truth, so only whole ones are allowed to become one.
      where (type, rule.type) != (.decimal, .boolean)
        && ValueConversion.convert(value, to: rule.type, enumType: Self.noYes) != nil
      {
        #expect(TypeCompatibility.canConvert(type, to: rule.type), "\(type) to \(rule.type)")
      }
    }
  }
}
