import OData
import StrictYAML

/// A number with a tolerance, and the reason why one is needed: `about: 486.02`, `within: 0.01`, `because: …`.
///
/// Money compares exactly everywhere else, so a tolerance without a reason is an error in the file.
struct AboutMatcher: Matcher {
  static let keyword = "about"
  static let companions = ["within", "because"]
  let target: Literal
  let tolerance: ExactDecimal
  let reason: String

  init?(_ value: YAML, in map: MapReader) {
    guard let within = map.requiredText("within"), let because = map.requiredText("because") else { return nil }
    guard let tolerance = ExactDecimal(within.text), !tolerance.isNegative else {
      map.report(within.position, "'within' must be a number that is not negative, not '\(within.text)'")
      return nil
    }
    target = Literal(value, map.collector)
    self.tolerance = tolerance
    reason = because.text
  }

  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement {
    guard let middle = try target.json(names).numberValue else { throw ScenarioFailure(target.position, "'about' needs a number") }
    return Judgement(
      holds: actual.numberValue.map { ($0 - middle).magnitude <= tolerance } ?? false,
      wanted: "\(middle) within \(tolerance) (because \(reason))")
  }
}
