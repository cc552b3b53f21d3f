import Ambient
import EntityStore
import OData
import Twin

/// Deletes what queries find, as the official client for Python deletes many rows (sourced). The product works it off later,
/// in a job of its own; here it is done when the answer comes [proposed].
enum BulkDelete {
  static func run(_ parameters: JSONObject, _ work: Work) throws -> OperationResult {
    guard let queries = parameters["QuerySet"]?.arrayValue else { throw SalesErrors.invalid("BulkDelete needs a QuerySet.") }
    for query in queries {
      guard let object = query.objectValue else { throw SalesErrors.invalid("An item of QuerySet is no object.") }
      let (table, rows) = try QueryExpression.rows(object, work)
      guard !table.isReadOnly else { throw work.twin.errors.readOnly(table: table) }
      for row in rows {
        // One row may have taken another with it.
        guard let current = try work.store.row(row.table, key: row.key) else { continue }
        try work.twin.delete(table, current, in: work.session)
      }
    }
    return .value(["JobId": .string(work.session.ambient.newGUID().description)], type: "Microsoft.Dynamics.CRM.BulkDeleteResponse")
  }
}
