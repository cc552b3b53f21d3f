import EntityStore
import OData
import Twin

/// The parameter `ColumnSet` of actions that answer with a row: which of its columns to show [sourced: reference of the complex
/// type]; without it, all of them [inferred].
enum ColumnSet {
  /// - Throws: QueryBuilderNoAttribute.
  static func answer(_ row: Row, _ table: TableDefinition, _ parameters: JSONObject) throws -> OperationResult {
    guard let set = parameters["ColumnSet"]?.objectValue, set["AllColumns"]?.boolValue != true else { return .entity(row, table) }
    let condition = Condition(table: table)
    let columns = try (set["Columns"]?.arrayValue ?? []).map { try condition.property($0.stringValue ?? $0.text) }
    return .entity(row, table, columns: table.key + columns)
  }
}
