import EntityStore
import OData

/// What to write of the rows of one table under one `$select`, worked out once and used for every row.
struct RowPlan {
  struct Field {
    let name: JSONName
    let column: Int
    let kind: Kind
  }

  enum Kind {
    case plain
    /// The row's version counter, which is no stored column.
    case version
  }

  let fields: [Field]
  /// About how many bytes a row takes: names and short values.
  let rowBytes: Int

  init(fields: [Field]) {
    self.fields = fields
    rowBytes = fields.reduce(256) { $0 + $1.name.count + 8 }
  }
}

/// Plans by table and select list. A twin sees the same few shapes over and over.
final class RowPlanCache {
  private var plans: [String: RowPlan] = [:]

  func plan(
    for table: TableDefinition, schema: TableSchema, type: EntityType, select: [String]?, product: any Product
  ) throws
    -> RowPlan
  {
    let key = select.map { "\(table.name)?\($0.joined(separator: ","))" } ?? table.name
    if let plan = plans[key] { return plan }
    let wanted: Set<String>?
    if let select, !select.contains("*") {
      for name in select where type.property(name) == nil && type.navigationProperty(name) == nil {
        throw product.errors.unknownPropertyInQuery(name, table: table)
      }
      wanted = Set(select + (product.rules.selectBringsKey ? type.key : []) + product.companions(ofSelected: select, in: table))
    } else {
      wanted = nil
    }
    var fields: [RowPlan.Field] = []
    for property in type.properties where wanted?.contains(property.name) ?? true {
      guard let column = schema.index(of: property.name) else { continue }
      fields.append(.init(name: JSONName(property.name), column: column, kind: property.name == "versionnumber" ? .version : .plain))
    }
    let plan = RowPlan(fields: fields)
    // Select lists come from clients: the cache must not grow without bound.
    if plans.count >= 512 { plans.removeAll() }
    plans[key] = plan
    return plan
  }
}
