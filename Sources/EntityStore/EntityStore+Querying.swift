import OData
import SQLite

extension EntityStore {
  /// One page of a query, in its order; rows that are equal there come in order of creation, so that a page always
  /// continues where the last one ended.
  /// - Throws: `StoreError.unknownProperty`, `StoreError.invalidExpression`, `StoreError.invalidCursor`.
  public func page(_ query: StoreQuery) throws -> StoreQuery.Page {
    let plan = try QueryPlan(query, in: self)
    var rows: [Row] = []
    var cursor: StoreQuery.Cursor?
    var hasMore = false
    // One row more than asked for is read: it tells whether there is a next page.
    try run(plan, limit: query.limit.map { max($0, 0) &+ 1 }) { statement in
      if let limit = query.limit, rows.count >= max(limit, 0) {
        hasMore = true
        return false
      }
      let row = plan.row(statement)
      rows.append(row)
      if rows.count == query.limit { cursor = plan.cursor(behind: row, statement) }
      return true
    }
    // A page of no rows has no position of its own: it continues where it began.
    return StoreQuery.Page(rows: rows, next: hasMore ? cursor ?? query.after : nil)
  }

  /// Hands out the rows of a query one by one, without keeping them.
  /// - Parameter body: answers whether to go on.
  /// - Throws: as `page`, and what `body` throws.
  public func forEach(_ query: StoreQuery, _ body: (Row) throws -> Bool) throws {
    let plan = try QueryPlan(query, in: self)
    try run(plan, limit: query.limit.map { max($0, 0) }) { statement in try body(plan.row(statement)) }
  }

  /// How many rows match the filter. Limit, offset and position do not count.
  public func count(_ query: StoreQuery) throws -> Int {
    let plan = try QueryPlan(counting: query, in: self)
    var count = 0
    try run(plan, limit: nil) { statement in
      count = Int(statement.int(0))
      return false
    }
    return count
  }

  private func run(_ plan: QueryPlan, limit: Int?, _ body: (Statement) throws -> Bool) throws {
    do {
      let statement = try database.cached(plan.sql)
      try plan.parameters.bind(to: statement)
      if plan.takesLimit {
        try statement.bind(Int64(limit ?? -1), at: plan.parameters.count + 1)
        try statement.bind(Int64(plan.offset), at: plan.parameters.count + 2)
      }
      defer { statement.reset() }
      while try statement.step() {
        if try !body(statement) { break }
      }
    } catch let error as SQLiteError {
      throw StoreError(error)
    }
  }
}

/// A query ready to run.
struct QueryPlan {
  let table: StoredTable
  let sql: String
  let parameters: [SQLParameter]
  let takesLimit: Bool
  let offset: Int
  private var order: [SortKey] = []
  /// The columns read, as they stand in the answer behind record id and version; `nil` for all.
  private var wanted: ColumnSelection?

  private struct SortKey {
    let kind: ColumnCodec.Kind
    /// The column of the query's own table it is; `nil` for one that is calculated.
    let column: Int?
    /// Which of those that are calculated, whose values stand in the answer behind the columns.
    let number: Int
  }

  init(counting query: StoreQuery, in store: EntityStore) throws(StoreError) {
    table = try store.stored(query.table)
    var translator = QueryTranslator(table, in: store)
    let conditions = try Self.conditions(query, &translator)
    sql = "SELECT count(*) FROM \(translator.root.from.sql)" + Self.whereClause(conditions)
    parameters = translator.parameters
    takesLimit = false
    offset = 0
  }

  init(_ query: StoreQuery, in store: EntityStore) throws(StoreError) {
    table = try store.stored(query.table)
    var translator = QueryTranslator(table, in: store)
    var conditions = try Self.conditions(query, &translator)
    var calculated: [String] = []
    var expressions: [(sql: String, descending: Bool)] = []
    for item in query.orderBy {
      guard case .operand(let expression, let kind, let column) = try translator.term(item.expression) else {
        throw .invalidExpression(reason: "Rows can only be ordered by a property or by something calculated from one.")
      }
      order.append(SortKey(kind: kind, column: column, number: calculated.count))
      if column == nil { calculated.append(expression) }
      let collation = kind == .text && column == nil ? " COLLATE \(textCollation)" : ""
      expressions.append((expression + collation, item.descending))
    }
    if let cursor = query.after { conditions.append(try Self.behind(cursor, expressions, order, &translator)) }

    // What the rows are sorted by makes up the position of the next page. No other column is asked for: SQLite takes each apart.
    wanted = query.columns
    let sortedBy = order.compactMap(\.column)
    if let columns = query.columns, !sortedBy.allSatisfy(columns.positions.contains) {
      wanted = ColumnSelection(columns.positions + sortedBy, of: table.schema)
    }
    let columns = [wanted?.selectList ?? table.selectList] + calculated
    var text = "SELECT \(columns.joined(separator: ", ")) FROM \(translator.root.from.sql)" + Self.whereClause(conditions) + " ORDER BY "
    for expression in expressions { text += "\(expression.sql)\(expression.descending ? " DESC" : ""), " }
    text += translator.root.rowID
    parameters = translator.parameters
    sql = text + " LIMIT ?\(parameters.count + 1) OFFSET ?\(parameters.count + 2)"
    takesLimit = true
    offset = max(query.offset, 0)
  }

  /// The row a statement stands on.
  func row(_ statement: Statement) -> Row { wanted.map { table.row(statement, $0.positions) } ?? table.row(statement) }

  static func conditions(_ query: StoreQuery, _ translator: inout QueryTranslator) throws(StoreError) -> [String] {
    var conditions: [String] = []
    if let version = query.changedSince { conditions.append("t0.\(StoredTable.version) > \(translator.parameter(.int(version)))") }
    if let restriction = query.restriction { conditions.append(try translator.condition(restriction)) }
    translator.limitedToModel = query.limitedToModel
    if let filter = query.filter { conditions.append(try translator.condition(filter)) }
    return conditions
  }

  static func whereClause(_ conditions: [String]) -> String {
    conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))"
  }

  /// The position behind the row a statement stands on.
  func cursor(behind row: Row, _ statement: Statement) -> StoreQuery.Cursor {
    let calculated = 2 + (wanted?.positions.count ?? table.codecs.count)
    return StoreQuery.Cursor(
      values: order.map { key in key.column.map { row.values[$0] } ?? key.kind.read(statement, calculated + key.number) },
      rowID: row.rowID)
  }

  /// Rows that come behind a position: greater in the first key, or equal there and greater in the next, and so on down to
  /// the record id. Null comes first ascending and last descending.
  private static func behind(
    _ cursor: StoreQuery.Cursor, _ expressions: [(sql: String, descending: Bool)], _ order: [SortKey], _ translator: inout QueryTranslator
  ) throws(StoreError) -> String {
    guard cursor.values.count == expressions.count else { throw .invalidCursor }
    var condition = "\(translator.root.rowID) > \(translator.parameter(.int(cursor.rowID)))"
    for index in expressions.indices.reversed() {
      let (sql, descending) = expressions[index]
      if cursor.values[index].isNull {
        let later = descending ? "0" : "\(sql) IS NOT NULL"
        condition = "(\(later) OR (\(sql) IS NULL AND \(condition)))"
      } else {
        guard let value = order[index].kind.parameter(cursor.values[index]) else { throw .invalidCursor }
        let bound = translator.parameter(value)
        let later = descending ? "(\(sql) < \(bound) OR \(sql) IS NULL)" : "\(sql) > \(bound)"
        condition = "(\(later) OR (\(sql) = \(bound) AND \(condition)))"
      }
    }
    return condition
  }
}

extension ColumnCodec.Kind {
  /// A value as it stands in a column of this kind; `nil` when it cannot.
  func parameter(_ value: Value) -> SQLParameter? {
    switch (self, value) {
    case (.text, .string(let text)): .text(text)
    case (.boolean, .bool(let flag)): .int(flag ? 1 : 0)
    case (.number(let scale, _), .int(let number)): ExactDecimal(number).scaledInt64(scale).map { .int($0) }
    case (.number(let scale, _), .decimal(let number)): number.scaledInt64(scale).map { .int($0) }
    case (.guid, .guid(let guid)): .guid(guid)
    case (.date, .date(let date)): .int(Int64(date.days))
    case (.timestamp, .timestamp(let moment)): .int(moment.milliseconds)
    case (.enumeration(let type), .string(let member)): type.value(of: member).map { .int($0) }
    case (.enumeration, .int(let number)): .int(number)
    default: nil
    }
  }

  func read(_ statement: Statement, _ position: Int) -> Value {
    if statement.isNull(position) { return .null }
    let number = statement.int(position)
    return switch self {
    case .text: .string(statement.text(position))
    case .boolean: .bool(number != 0)
    case .number(let scale, let limits): limits == .decimal ? .decimal(ExactDecimal(mantissa: Int128(number), scale: scale)) : .int(number)
    case .guid: readGUID(statement, position).map { .guid($0) } ?? Value.null
    case .date: .date(CalendarDate(days: Int(number)))
    case .timestamp: .timestamp(Timestamp(milliseconds: number))
    case .enumeration(let type): type.name(of: number).map { .string($0) } ?? .int(number)
    }
  }
}
