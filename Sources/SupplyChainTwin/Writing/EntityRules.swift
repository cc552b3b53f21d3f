import EntityStore

/// The business rules of one entity: the hooks of the write steps of finance and operations
/// (supply-chain-odata.md 5.6, sourced: S10). Field validation by references comes before, from the model files.
protocol EntityRules: Sendable {
  /// Checks single fields that the client sent, beyond references.
  func validateFields(_ record: Record, in context: CompanyContext) throws
  /// Fills what the client left open and computes what follows.
  func setDefaults(_ record: inout Record, in context: CompanyContext) throws
  /// Checks the row as a whole.
  func validateWrite(_ record: Record, in context: CompanyContext) throws
  /// Carries the change to other rows, never to this one. `before` is `nil` for a new row.
  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws
  func validateDelete(_ row: Row, in context: CompanyContext) throws
  func didDelete(_ row: Row, in context: CompanyContext) throws
}

extension EntityRules {
  func validateFields(_ record: Record, in context: CompanyContext) throws {}
  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {}
  func validateWrite(_ record: Record, in context: CompanyContext) throws {}
  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws {}
  func validateDelete(_ row: Row, in context: CompanyContext) throws {}
  func didDelete(_ row: Row, in context: CompanyContext) throws {}
}

/// An entity that is a plain table: set-up data.
struct PlainRules: EntityRules {}
