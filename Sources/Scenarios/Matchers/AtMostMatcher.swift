import OData
import StrictYAML

/// A number of at most so much: `atMost: 1`.
struct AtMostMatcher: Matcher {
  static let keyword = "atMost"
  let bound: Literal

  init?(_ value: YAML, in map: MapReader) { bound = Literal(value, map.collector) }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    guard let limit = try bound.json(names).numberValue else { throw ScenarioFailure(bound.position, "'atMost' needs a number") }
    return Judgement(holds: actual.numberValue.map { $0 <= limit } ?? false, wanted: "at most \(limit)")
  }
}
