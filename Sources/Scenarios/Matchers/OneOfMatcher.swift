import OData
import StrictYAML

/// One of a list of values: `oneOf: [Confirmed, Picked]`.
struct OneOfMatcher: Matcher {
  static let keyword = "oneOf"
  let values: [Literal]

  init?(_ value: YAML, in map: MapReader) {
    guard case .list(let elements, _) = value, !elements.isEmpty else {
      map.report(value.position, "'oneOf' needs a list of values")
      return nil
    }
    values = elements.map { Literal($0, map.collector) }
  }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    let wanted = try values.map { try $0.json(names, as: type ?? (actual.stringValue == nil ? nil : .string)) }
    return Judgement(
      holds: wanted.contains { actual.isSame(as: $0) }, wanted: "one of " + wanted.map(\.described).joined(separator: ", "))
  }
}
