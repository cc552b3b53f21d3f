import OData
import StrictYAML

/// A number of at least so much: `atLeast: 1`.
struct AtLeastMatcher: Matcher {
  static let keyword = "atLeast"
  let bound: Literal

  init?(_ value: YAML, in map: MapReader) { bound = Literal(value, map.collector) }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    guard let limit = try bound.json(names).numberValue else { throw ScenarioFailure(bound.position, "'atLeast' needs a number") }
    return Judgement(holds: actual.numberValue.map { $0 >= limit } ?? false, wanted: "at least \(limit)")
  }
}
