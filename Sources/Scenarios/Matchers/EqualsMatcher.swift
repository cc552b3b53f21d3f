import OData
import StrictYAML

/// The value itself: numbers by value (10 is 10.00), moments by instant, text letter by letter.
struct EqualsMatcher: Matcher {
  static let keyword = "equals"
  let literal: Literal

  init(_ literal: Literal) { self.literal = literal }

  init?(_ value: YAML, in map: MapReader) { literal = Literal(value, map.collector) }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    // Without a declared type the actual value says how to read an unquoted word: `1` is text where text came.
    let type = type ?? (actual.stringValue == nil ? nil : .string)
    let wanted = try literal.json(names, as: type)
    return Judgement(holds: actual.isSame(as: wanted), wanted: wanted.described)
  }
}
