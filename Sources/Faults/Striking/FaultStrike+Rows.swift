import OData
import Twin

/// A row that somebody else does something to.
struct FaultRow {
  let table: TableDefinition
  let row: JSONObject
  /// Where it is: path and query.
  let target: String
}

extension FaultStrike {
  /// Of how many rows one is drawn.
  private static let rowsMax = 50

  static let rowParameter = FaultParameter(
    "where", .text(default: nil), "an OData filter that finds the row; one of the entity's is drawn without it")

  /// A row of the entity the aim names, or the call goes to: the first that the filter finds, or a drawn one.
  /// - Throws: `FaultTrouble` where there is none.
  func someRow() throws -> FaultRow {
    let table = try aimedTable()
    let filter = values.text("where")
    var query = ["$top=\(filter == nil ? Self.rowsMax : 1)"]
    if let filter { query.append("$filter=\(PercentEncoding.encode(filter, in: .queryValue))") }
    let answer = try JSON(decoding: scene.asSomebodyElse(HTTPRequest(.get, target(table, "", query)), at: service).body)
    let rows = answer["value"]?.arrayValue?.compactMap(\.objectValue) ?? []
    guard !rows.isEmpty else {
      throw FaultTrouble("'\(scene.rule.fault.name)' finds no row of \(table.entitySet)\(filter.map { " where \($0)" } ?? "")")
    }
    let row = filter == nil ? rows[scene.draw(below: rows.count)] : rows[0]
    return FaultRow(table: table, row: row, target: target(table, predicate(of: row, table), []))
  }

  /// Path and query of an entity or a row, in whichever company it is.
  func target(_ table: TableDefinition, _ predicate: String, _ query: [String]) -> String {
    let options = query + (table.column("dataAreaId") == nil ? [] : ["cross-company=true"])
    let path = "\(service.product.rules.servicePath)/\(table.entitySet)\(PercentEncoding.encode(predicate, in: .pathSegment))"
    return options.isEmpty ? path : "\(path)?\(options.joined(separator: "&"))"
  }

  private func predicate(of row: JSONObject, _ table: TableDefinition) -> String {
    let parts = table.key.map { name -> (name: String, literal: String) in
      switch (row[name] ?? .null, table.column(name)?.type) {
      case (.string(let text), .string?): (name, Value.string(text).literalText)
      case (.string(let text), .enumeration(let type)?): (name, "\(service.product.model.edm.namespace).\(type)'\(text)'")
      case (.string(let text), _): (name, text)
      case (let other, _): (name, other.text)
      }
    }
    if parts.count == 1, table.column(parts[0].name)?.type == .guid { return "(\(parts[0].literal))" }
    return "(\(parts.map { "\($0.name)=\($0.literal)" }.joined(separator: ",")))"
  }

  /// Changes one column of a row as somebody else.
  /// - Throws: `FaultTrouble` for a refusal.
  func edit(_ row: FaultRow, _ column: String, _ value: String) throws {
    let isNumber =
      switch row.table.column(column)?.type {
      case .int32, .int64, .decimal, .double: true
      default: false
      }
    let json: JSON = isNumber ? ExactDecimal(value).map { .number($0) } ?? .string(value) : .string(value)
    let body = JSON.object([column: json]).encoded()
    let headers: HTTPHeaders = ["Content-Type": "application/json", "If-Match": "*"]
    try scene.asSomebodyElse(HTTPRequest(.patch, row.target, headers: headers, body: body), at: service)
  }

  /// A column of free text that people change: one of those that most tables have, or any other.
  /// - Throws: `FaultTrouble` where the entity has none.
  func textColumn(of table: TableDefinition) throws -> String {
    let key = Set(table.key + table.alternateKeys.flatMap(\.properties))
    let free = table.columns.filter { column in
      column.type == .string && column.canUpdate && column.canCreate && !column.isHidden && column.requirement == .none
        && column.choices.isEmpty && (column.maxLength ?? 0) >= 20 && !key.contains(column.name)
    }
    for word in ["description", "telephone", "phone", "city", "name"] {
      if let column = free.first(where: { $0.name.lowercased().contains(word) }) { return column.name }
    }
    guard let column = free.first else { throw FaultTrouble("'\(scene.rule.fault.name)': \(table.entitySet) has no text to be changed") }
    return column.name
  }
}
