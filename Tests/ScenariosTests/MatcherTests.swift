import OData
import StrictYAML
import Testing

@testable import Scenarios

struct MatcherTests {
  /// An expectation as it is written, a value, and what the reader is told was wanted; nothing when it fits.
  static let cases: [(expectation: String, actual: JSON, wanted: String?)] = [
    ("10", .number("10.00"), nil),
    ("10.00", .number("10"), nil),
    ("10.01", .number("10.00"), "10.01 (number)"),
    ("1", "1", nil),
    ("\"1\"", 1, "\"1\" (text)"),
    ("Fabrikam", "Fabrikam", nil),
    ("fabrikam", "Fabrikam", "\"fabrikam\" (text)"),
    ("true", true, nil),
    ("\"true\"", true, "\"true\" (text)"),
    ("null", .null, nil),
    ("null", "", "nothing (null)"),
    ("2018-04-03T08:00:00Z", "2018-04-03T10:00:00+02:00", nil),
    ("{equals: 3}", 3, nil),
    ("{not: 3}", 3, "not 3 (number)"),
    ("{not: {contains: x}}", "abc", nil),
    ("{oneOf: [a, b]}", "b", nil),
    ("{oneOf: [a, b]}", "c", "one of \"a\" (text), \"b\" (text)"),
    ("{present: true}", "x", nil),
    ("{present: false}", "", nil),
    ("{present: false}", "1900-01-01T12:00:00Z", nil),
    ("{present: true}", .null, "a value"),
    ("{contains: reight}", "Freight Tax", nil),
    ("{startsWith: Tax}", "Freight Tax", "a text that starts with \"Tax\""),
    ("{endsWith: Tax}", "Freight Tax", nil),
    ("{pattern: 'ACC-[0-9]{5}'}", "ACC-01000", nil),
    ("{pattern: 'ACC-[0-9]{5}'}", "ACC-01000-X", "a text like /ACC-[0-9]{5}/"),
    ("{atLeast: 2, atMost: 4}", 3, nil),
    ("{atLeast: 2, atMost: 4}", 5, "at most 4"),
    ("{about: 486.02, within: 0.01, because: fractional quantities}", .number("486.03"), nil),
    (
      "{about: 486.02, within: 0.01, because: fractional quantities}", .number("486.04"),
      "486.02 within 0.01 (because fractional quantities)"
    ),
    ("${order.total}", .number("12.50"), nil),
    ("${order.total + 0.01}", .number("12.5"), "12.51 (number)"),
  ]

  @Test("A matcher says whether a value fits, and what was wanted when it does not", arguments: cases.indices)
  func judges(index: Int) throws {
    let (expectation, actual, wanted) = Self.cases[index]
    let names = TestNames(values: ["order": ["total": .number("12.50")]])
    let collector = DiagnosticCollector()
    let yaml = try YAML(SourceFile(path: "t", text: "x: \(expectation)"))
    guard case .map(let members, _) = yaml else { throw CancellationError() }
    let expected = Expected(members[0].value, collector)
    try collector.throwIfAny()
    #expect(try expected.mismatch(actual, names) == wanted)
  }
}

extension JSON {
  static func number(_ text: String) -> JSON { .number(ExactDecimal(text)!) }
}
