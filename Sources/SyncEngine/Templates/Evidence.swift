/// How well a fact in a template is founded.
public enum Evidence: String, Hashable, Sendable, CaseIterable {
  /// A public page or picture states it.
  case sourced
  /// Follows from the facts around it.
  case inferred
  /// Our choice where sources are silent.
  case proposed
}
