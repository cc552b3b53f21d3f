import OData
import StrictYAML

/// A text that is, as a whole, matched by a regular expression: `pattern: ACC-\d{5}-[A-Z0-9]{6}`.
struct PatternMatcher: Matcher {
  static let keyword = "pattern"
  let pattern: String

  init?(_ value: YAML, in map: MapReader) {
    guard let scalar = map.text(Self.keyword) else { return nil }
    guard (try? Regex(scalar.text)) != nil else {
      map.report(scalar.position, "'\(scalar.text)' is not a regular expression")
      return nil
    }
    pattern = scalar.text
  }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    // Compiled here because a Regex cannot be shared between threads; reading the file has proven that it compiles.
    let regex = try Regex(pattern)
    return Judgement(holds: try regex.wholeMatch(in: actual.bareText) != nil, wanted: "a text like /\(pattern)/")
  }
}
