import OData
import StrictYAML

/// A text that contains another: `contains: freight`.
struct ContainsMatcher: Matcher {
  static let keyword = "contains"
  let part: Interpolation

  init?(_ value: YAML, in map: MapReader) {
    guard let scalar = map.text(Self.keyword) else { return nil }
    part = Interpolation(scalar, map.collector)
  }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    let part = try part.text(names)
    return Judgement(holds: actual.stringValue?.contains(part) ?? false, wanted: "a text that contains \(JSON.string(part).text)")
  }
}
