/// How much a column wants a value [sourced: D:entity-attribute-metadata].
public enum RequirementLevel: String, Sendable, CaseIterable {
  case none
  /// Marked in forms.
  case recommended
  /// Business required: forms insist on it, the Web API does not.
  case application
  /// Cannot be null (Dataverse SystemRequired), or must be given (finance and operations mandatory).
  case system
}
