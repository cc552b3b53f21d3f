import OData
import Synchronization

/// A query as it was read, with what was worked out from it: clients ask the same again and again, in every world of a model.
final class KnownQuery: Sendable {
  let query: Query
  private let shapes = Mutex<[Use: RowShape]>([:])

  private struct Use: Hashable {
    let table: String
    /// See `ProtocolRules.selectBringsKey`.
    let bringsKey: Bool
  }

  init(_ query: Query) { self.query = query }

  /// - Parameter make: out of the model, the query and the parameters, and nothing else; what it throws is not remembered.
  func shape(of table: TableDefinition, bringsKey: Bool, make: () throws -> RowShape) throws -> RowShape {
    let use = Use(table: table.name, bringsKey: bringsKey)
    if let shape = shapes.withLock({ $0[use] }) { return shape }
    let made = try make()
    shapes.withLock { $0[use] = made }
    return made
  }
}
