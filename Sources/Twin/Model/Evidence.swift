/// How well a fact about the products is known. Every row of the model files carries one.
public enum Evidence: String, Sendable, CaseIterable {
  /// A public source states it.
  case sourced
  /// Nobody publishes it; it follows from facts around it.
  case inferred
  /// Our choice where sources are silent.
  case proposed
}
