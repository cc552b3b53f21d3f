import EntityStore

/// What one kind of header does at the joints of the common rules.
protocol HeaderSpecifics: Sendable {
  /// Before a new header is priced and stored.
  func prepare(_ record: inout Record, _ work: Work) throws
  func created(_ row: Row, _ work: Work) throws
  /// Before anything is made of the changes.
  func beforeUpdate(_ record: inout Record, _ work: Work) throws
  /// - Throws: the refusal of a change of state that is not allowed by update.
  func checkMove(from: Int64, to: Int64, _ record: Record, _ work: Work) throws
  func updated(_ row: Row, from original: Row, _ work: Work) throws
}

extension HeaderSpecifics {
  func prepare(_ record: inout Record, _ work: Work) throws {}
  func created(_ row: Row, _ work: Work) throws {}
  func beforeUpdate(_ record: inout Record, _ work: Work) throws {}
  func updated(_ row: Row, from original: Row, _ work: Work) throws {}
}
