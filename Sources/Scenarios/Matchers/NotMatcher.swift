import OData
import StrictYAML

/// Anything but what the inner expectation says: `not: {contains: x}`, `not: 5`.
struct NotMatcher: Matcher {
  static let keyword = "not"
  let inner: Expected

  init?(_ value: YAML, in map: MapReader) { inner = Expected(value, map.collector) }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    let wanted = try inner.matchers.map { try $0.judge(actual, as: type, names) }
    return Judgement(holds: wanted.contains { !$0.holds }, wanted: "not " + wanted.map(\.wanted).joined(separator: " and "))
  }
}
