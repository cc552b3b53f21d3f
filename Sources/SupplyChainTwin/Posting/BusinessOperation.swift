import EntityStore
import OData
import Twin

/// What a person does on a form or a batch job does: one bound action of the twin.
protocol BusinessOperation: Sendable {
  /// - Parameter row: the bound entity, if the action is bound to one.
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult
}
