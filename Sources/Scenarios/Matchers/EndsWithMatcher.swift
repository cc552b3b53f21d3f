import OData
import StrictYAML

/// A text that ends with another: `endsWith: freight`.
struct EndsWithMatcher: Matcher {
  static let keyword = "endsWith"
  let part: Interpolation

  init?(_ value: YAML, in map: MapReader) {
    guard let scalar = map.text(Self.keyword) else { return nil }
    part = Interpolation(scalar, map.collector)
  }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    let part = try part.text(names)
    return Judgement(holds: actual.stringValue?.hasSuffix(part) ?? false, wanted: "a text that ends with \(JSON.string(part).text)")
  }
}
