import OData
import StrictYAML

/// A text that starts with another: `startsWith: freight`.
struct StartsWithMatcher: Matcher {
  static let keyword = "startsWith"
  let part: Interpolation

  init?(_ value: YAML, in map: MapReader) {
    guard let scalar = map.text(Self.keyword) else { return nil }
    part = Interpolation(scalar, map.collector)
  }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    let part = try part.text(names)
    return Judgement(holds: actual.stringValue?.hasPrefix(part) ?? false, wanted: "a text that starts with \(JSON.string(part).text)")
  }
}
