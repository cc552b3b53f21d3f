import Twin

/// One way from a state to another, and who may go it.
struct StateMove: Hashable, Sendable {
  let from: Int64
  let to: Int64
  /// Whether an update of `statecode` makes the move.
  let byUpdate: Bool
  /// The actions that make it.
  let actions: [String]
  let evidence: Evidence
  let source: String

  static func update(_ from: Int64, _ to: Int64, _ evidence: Evidence = .inferred, _ source: String = "S1") -> StateMove {
    StateMove(from: from, to: to, byUpdate: true, actions: [], evidence: evidence, source: source)
  }

  static func action(_ from: Int64, _ to: Int64, _ actions: [String], _ evidence: Evidence, _ source: String) -> StateMove {
    StateMove(from: from, to: to, byUpdate: false, actions: actions, evidence: evidence, source: source)
  }

  static func either(_ from: Int64, _ to: Int64, _ actions: [String], _ evidence: Evidence, _ source: String) -> StateMove {
    StateMove(from: from, to: to, byUpdate: true, actions: actions, evidence: evidence, source: source)
  }
}
