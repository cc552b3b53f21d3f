import EntityStore
import OData
import Twin

/// The `QueryExpression` of action parameters: one table, its criteria (reference of the complex type).
enum QueryExpression {
  /// The rows it finds.
  static func rows(_ query: JSONObject, _ work: Work) throws -> (table: TableDefinition, rows: [Row]) {
    let name = query["EntityName"]?.stringValue ?? ""
    guard let table = work.twin.model.table(name), work.twin.model.edm.entityType(name) != nil else {
      // QueryBuilderNoEntity (sourced: ERR).
      throw ServiceError(status: 400, code: "0x80041102", message: "The specified entity was not found. Entity name: '\(name)'.")
    }
    if let links = query["LinkEntities"]?.arrayValue, !links.isEmpty { throw ServiceError.notEmulated("QueryExpression with LinkEntities") }
    var found = StoreQuery(work.twin.model.schema(name))
    found.filter = try query["Criteria"]?.objectValue.flatMap { try filter($0, Condition(table: table), depth: 0) }
    var rows: [Row] = []
    try work.store.forEach(found) { row in
      rows.append(row)
      return true
    }
    return (table, rows)
  }

  private static func filter(_ filter: JSONObject, _ condition: Condition, depth: Int) throws -> Expression? {
    guard depth < 50 else { throw SalesErrors.invalid("The filters of the query are nested too deeply.") }
    let isOr = filter["FilterOperator"]?.stringValue == "Or"
    var parts: [Expression] = []
    for item in filter["Conditions"]?.arrayValue ?? [] {
      let column = item["AttributeName"]?.stringValue ?? ""
      // The identifier of users and teams has two names.
      let known = condition.table.column(column) == nil && column == "\(condition.table.name)id" ? condition.table.key[0] : column
      let values = (item["Values"]?.arrayValue ?? []).map { text($0["Value"] ?? $0) }
      parts.append(try condition.expression(known, item["Operator"]?.stringValue ?? "Equal", values, language: "QueryExpression"))
    }
    for item in filter["Filters"]?.arrayValue ?? [] {
      if let inner = try item.objectValue.flatMap({ try self.filter($0, condition, depth: depth + 1) }) { parts.append(inner) }
    }
    return parts.dropFirst().reduce(parts.first) { sum, next in sum.map { isOr ? .or($0, next) : .and($0, next) } }
  }

  private static func text(_ json: JSON) -> String { json.stringValue ?? json.text }
}
