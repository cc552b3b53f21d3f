import OData

/// A query as it was read, with what was worked out from it: clients ask the same again and again, in every world of a model.
final class KnownQuery: Sendable {
  let query: Query
  private let shapes = RememberedAnswers<Use, RowShape>()

  private struct Use: Hashable {
    let table: String
    /// See `ProtocolRules.selectBringsKey`.
    let bringsKey: Bool
  }

  init(_ query: Query) { self.query = query }

  /// - Parameter make: out of the model, the query and the parameters, and nothing else; what it throws is not remembered.
  func shape(of table: TableDefinition, bringsKey: Bool, make: () throws -> RowShape) throws -> RowShape {
    try shapes.answer(to: Use(table: table.name, bringsKey: bringsKey), make: make)
  }
}
