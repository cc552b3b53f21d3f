/// What a call does, as aims and the reach of faults name it.
public enum FaultOperation: String, CaseIterable, Sendable {
  case read
  case create
  /// PATCH and PUT, which make a row where there is none.
  case update
  case delete
  /// A business operation.
  case action
  /// Any of the four that change something.
  case write
  /// A batch as a whole. One that has a part of another kind is hit by that kind, too.
  case batch
  case metadata
  /// The engine writes its ledger.
  case ledgerWrite

  /// Whether a call of that kind is meant.
  func includes(_ other: FaultOperation) -> Bool {
    self == other || self == .write && [.create, .update, .delete, .action].contains(other)
  }

  static let words = allCases.map(\.rawValue)
}
