import EntityStore
import Twin

/// What one kind of header does at the joints of the common rules.
protocol HeaderSpecifics: Sendable {
  /// Before a new header is priced and stored.
  func prepare(_ record: inout Record, _ work: Work) throws
  func created(_ row: Row, _ work: Work) throws
  /// Before anything is made of the changes.
  func beforeUpdate(_ record: inout Record, _ work: Work) throws
  /// While an update moves the document to another state, which it may.
  func moving(_ record: inout Record, to state: Int64, _ work: Work)
  func updated(_ row: Row, from original: Row, _ work: Work) throws
  /// How a change to a document that is not open is refused.
  var refusalWhenClosed: ServiceError { get }
}

extension HeaderSpecifics {
  var refusalWhenClosed: ServiceError { SalesErrors.parentReadOnly }
  func prepare(_ record: inout Record, _ work: Work) throws {}
  func created(_ row: Row, _ work: Work) throws {}
  func beforeUpdate(_ record: inout Record, _ work: Work) throws {}
  func moving(_ record: inout Record, to state: Int64, _ work: Work) {}
  func updated(_ row: Row, from original: Row, _ work: Work) throws {}
}
