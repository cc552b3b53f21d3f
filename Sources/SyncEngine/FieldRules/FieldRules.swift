/// What a service says of writing the columns of one entity, beyond what its data model tells. A column it does not speak of may be
/// written, and need not be.
///
/// A class, so that what was compiled by the same rules is known by a look.
final class FieldRules: Sendable {
  struct Rule: Sendable {
    let canCreate: Bool
    let canUpdate: Bool
    /// A row without a value for it is refused.
    let isMandatory: Bool

    var isReadOnly: Bool { !canCreate && !canUpdate }
    /// Ignored, or refused, when the row is made; taken by a later update.
    var isUpdateOnly: Bool { !canCreate && canUpdate }
  }

  /// The entity takes no writes at all.
  let isReadOnly: Bool
  /// By folded name.
  private let rules: [String: Rule]
  /// Names of mandatory columns that can be given at creation, in order.
  let mandatory: [String]

  static let none = FieldRules([])

  init(_ rules: [(name: String, rule: Rule)], isReadOnly: Bool = false) {
    self.isReadOnly = isReadOnly
    self.rules = Dictionary(rules.map { ($0.name.lowercased(), $0.rule) }, uniquingKeysWith: { first, _ in first })
    mandatory = rules.filter { $0.rule.isMandatory && $0.rule.canCreate }.map(\.name).sorted()
  }

  subscript(_ name: String) -> Rule? { rules[name.lowercased()] }
}
