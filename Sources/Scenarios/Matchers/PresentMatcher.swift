import OData
import StrictYAML

/// Whether there is a value at all. Empty text and the date 1900-01-01 count as none: that is how finance and operations
/// says null.
struct PresentMatcher: Matcher {
  static let keyword = "present"
  let isPresent: Bool

  init?(_ value: YAML, in map: MapReader) {
    guard let flag = map.flag(Self.keyword) else { return nil }
    isPresent = flag
  }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    let isThere = !actual.isNull && actual.stringValue != "" && actual.stringValue?.hasPrefix("1900-01-01") != true
    return Judgement(holds: isThere == isPresent, wanted: isPresent ? "a value" : "no value")
  }
}
