import OData
import StrictYAML

/// Finds words that are no value of an enumeration, such as a state that is misspelt.
struct StateCheck {
  private let property: String
  private let known: [String]
  private let context: ReadingContext

  /// `nil` for a property that is no enumeration, and where wrong values may be meant, since the step must be refused.
  init?(_ property: Property?, of entity: EntityPath, _ context: ReadingContext) {
    guard let property, case .enumeration(let name) = property.type, !context.isLenient, context.knowsPlace,
      let type = context.schema(of: entity).model.enumType(name)
    else { return nil }
    self.property = property.name
    known = type.members.map(\.name)
    self.context = context
  }

  /// Checks a value, or the values of the matchers that compare.
  func check(_ yaml: YAML) {
    switch yaml {
    case .scalar(let scalar):
      let isChecked = !scalar.text.isEmpty && scalar.text != "null" && !scalar.text.contains("${") && Int(scalar.text) == nil
      guard isChecked, !known.contains(scalar.text) else { return }
      let hint = Suggestion.phrase(for: scalar.text, among: known)
      context.report(
        scalar.position, "'\(scalar.text)' is no value of '\(property)'\(hint); there are \(known.prefix(20).joined(separator: ", "))")
    case .map(let members, _):
      for (key, value) in members where [EqualsMatcher.keyword, NotMatcher.keyword, OneOfMatcher.keyword].contains(key.text) {
        check(value)
      }
    case .list(let elements, _): for element in elements { check(element) }
    }
  }
}
