public import OData
import SQLite

extension EntityStore {
  /// The groups, each as its grouping values followed by its measures. Groups that are equal in the order asked for come by
  /// their grouping values.
  ///
  /// Sums, averages and extremes leave nulls out, and are null where nothing is left; an average is rounded to ten decimals.
  /// - Throws: `StoreError.unknownProperty`, `StoreError.invalidExpression` (also for a sum beyond 64 bits).
  public func aggregate(_ aggregation: StoreAggregation) throws -> [[Value]] {
    let plan = try AggregationPlan(aggregation, in: self)
    return try refusing { () throws(SQLiteError) in
      let statement = try database.cached(plan.sql)
      try plan.parameters.bind(to: statement)
      defer { statement.reset() }
      var rows: [[Value]] = []
      while try statement.step() { rows.append(plan.kinds.enumerated().map { $1.read(statement, $0).shortened }) }
      return rows
    }
  }
}

/// An aggregation ready to run.
private struct AggregationPlan {
  let sql: String
  let parameters: [SQLParameter]
  let kinds: [ColumnCodec.Kind]

  init(_ aggregation: StoreAggregation, in store: EntityStore) throws(StoreError) {
    let query = aggregation.query
    let table = try store.stored(query.table)
    var translator = QueryTranslator(table, in: store)
    let conditions = try QueryPlan.conditions(query, &translator)
    translator.limitedToModel = query.limitedToModel
    var columns: [String] = []
    var kinds: [ColumnCodec.Kind] = []
    for path in aggregation.groupBy {
      let (sql, kind) = try Self.operand(path, &translator)
      columns.append(sql)
      kinds.append(kind)
    }
    let groups = columns
    for measure in aggregation.measures {
      let (sql, kind) = try Self.measure(measure, &translator)
      columns.append(sql)
      kinds.append(kind)
    }
    var text = "SELECT \(columns.joined(separator: ", ")) FROM \(translator.root.from.sql)" + QueryPlan.whereClause(conditions)
    if !groups.isEmpty { text += " GROUP BY \(groups.joined(separator: ", "))" }
    // Positions count from 1 in SQL.
    let order = aggregation.orderBy.map { "\($0.position + 1)\($0.descending ? " DESC" : "")" } + groups
    if !order.isEmpty { text += " ORDER BY \(order.joined(separator: ", "))" }
    if let limit = aggregation.limit { text += " LIMIT \(max(limit, 0))" }
    sql = text
    parameters = translator.parameters
    self.kinds = kinds
  }

  private static func operand(
    _ path: [String], _ translator: inout QueryTranslator
  ) throws(StoreError) -> (sql: String, kind: ColumnCodec.Kind) {
    guard case .operand(let sql, let kind, _) = try translator.term(.path(path)) else {
      throw .invalidExpression(reason: "'\(path.joined(separator: "/"))' is no property that rows can be grouped or added up by.")
    }
    return (sql, kind)
  }

  private static func measure(
    _ measure: StoreAggregation.Measure, _ translator: inout QueryTranslator
  ) throws(StoreError) -> (sql: String, kind: ColumnCodec.Kind) {
    let whole = ColumnCodec.Kind.number(scale: 0, limits: .int64)
    guard let path = measure.path else { return ("count(*)", whole) }
    let (sql, kind) = try operand(path, &translator)
    switch (measure.method, kind) {
    case (.count, _): return ("count(\(sql))", whole)
    case (.countDistinct, _): return ("count(DISTINCT \(sql))", whole)
    case (.min, .number), (.min, .date), (.min, .timestamp), (.min, .text): return ("min(\(sql))", kind)
    case (.max, .number), (.max, .date), (.max, .timestamp), (.max, .text): return ("max(\(sql))", kind)
    case (.sum, .number(let scale, let limits)):
      return ("sum(\(sql))", .number(scale: scale, limits: limits == .decimal ? .decimal : .int64))
    case (.average, .number(let scale, _)):
      let shift = QueryTranslator.powerOfTen(max(averageScale - scale, 0))
      return (
        "\(NumberFunctions.divide)(sum(\(sql)), count(\(sql)), \(shift))", .number(scale: max(averageScale, scale), limits: .decimal)
      )
    default:
      throw .invalidExpression(reason: "'\(measure.method.rawValue)' cannot be taken of '\(path.joined(separator: "/"))', \(kind.name).")
    }
  }

  private static let averageScale = 10
}

extension Value {
  /// Without the noughts that only the scale of a calculation brought.
  fileprivate var shortened: Value {
    if case .decimal(let number) = self { .decimal(number.normalized) } else { self }
  }
}

extension [SQLParameter] {
  /// Binds them from the first parameter on.
  func bind(to statement: Statement) throws(SQLiteError) {
    for (offset, parameter) in enumerated() {
      switch parameter {
      case .int(let number): try statement.bind(number, at: offset + 1)
      case .text(let text): try statement.bind(text, at: offset + 1)
      case .guid(let guid): try bindGUID(guid, to: statement, at: offset + 1)
      }
    }
  }
}
