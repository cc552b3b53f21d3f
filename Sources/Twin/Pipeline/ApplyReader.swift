import EntityStore
import OData

/// Answers `$apply`: filters, then groups or sums over the rows that are left (sales-web-api.md 5.4; OData extension for data
/// aggregation). The rows answered have the shape the query gives them.
struct ApplyReader {
  let handler: EntityHandler
  let table: TableDefinition
  /// The rows the path leads to, under the filters of the request.
  let base: StoreQuery

  private var errors: any ErrorCatalog { handler.errors }
  private var product: any Product { handler.product }

  func answer() throws -> HTTPResponse {
    let query = handler.query
    let shape = try Shape(query.apply, errors)
    var rows = base
    for filter in shape.filters {
      let condition = try handler.plainCondition(filter.replacingAliases(query.aliases), of: table)
      rows.filter = rows.filter.map { .and($0, condition) } ?? condition
    }
    rows.orderBy = []
    if let limit = handler.rules.aggregatedRowsMax, try product.store.count(rows) > limit {
      throw errors.tooManyRowsToAggregate(limit: limit)
    }
    let names = shape.groupBy.map { $0.joined(separator: "/") } + shape.measures.map(\.name)
    let order = try query.orderBy.map { item in
      guard case .path(let path) = item.expression, let position = names.firstIndex(of: path.joined(separator: "/")) else {
        throw errors.badQuery("'\(item.expression)' is not one of the properties that $apply answers.")
      }
      return (position: position, descending: item.descending)
    }
    let aggregation = StoreAggregation(rows, groupBy: shape.groupBy, measures: shape.measures, orderBy: order, limit: query.top)
    let groups = try product.store.aggregate(aggregation)
    var body: JSONObject = ["@odata.context": .string("\(handler.service.rootURL)/$metadata#\(table.entitySet)")]
    if query.count { body.append("@odata.count", .number(ExactDecimal(groups.count))) }
    body.append("value", .array(groups.map { .object(object($0, shape)) }))
    return handler.service.json(200, JSON.object(body).encoded())
  }

  /// Properties behind a lookup stand in an object of their own, as OData nests them.
  private func object(_ values: [Value], _ shape: Shape) -> JSONObject {
    var object = JSONObject()
    for (path, value) in zip(shape.groupBy, values) { object.set(path[...], JSON(value)) }
    for (measure, value) in zip(shape.measures, values.dropFirst(shape.groupBy.count)) { object.append(measure.name, JSON(value)) }
    return object
  }

  /// The transformations, as far as they are answered: filters, then at most one grouping or aggregation.
  private struct Shape {
    var filters: [Expression] = []
    var groupBy: [[String]] = []
    var measures: [StoreAggregation.Measure] = []

    init(_ transformations: [ApplyTransformation], _ errors: any ErrorCatalog) throws {
      var isShaped = false
      for transformation in transformations {
        guard !isShaped else { throw errors.badQuery("Nothing may follow the grouping or aggregation of $apply.") }
        switch transformation {
        case .filter(let condition): filters.append(condition)
        case .aggregate(let items):
          measures = try items.map { try Self.measure($0, errors) }
          isShaped = true
        case .groupBy(let elements, let inner):
          groupBy = try elements.map { element in
            guard case .property(let path) = element else { throw errors.badQuery("'rollup' is not supported in $apply.") }
            return path
          }
          switch inner.first {
          case nil: break
          case .aggregate(let items)? where inner.count == 1: measures = try items.map { try Self.measure($0, errors) }
          default: throw errors.badQuery("Only 'aggregate' is supported inside 'groupby'.")
          }
          isShaped = true
        default: throw errors.badQuery("'\(transformation)' is not supported in $apply.")
        }
      }
      guard isShaped else { throw errors.badQuery("$apply needs a 'groupby' or an 'aggregate'.") }
      let names = groupBy.map { $0.joined(separator: "/") } + measures.map(\.name)
      if Set(names).count < names.count { throw errors.badQuery("Two properties that $apply answers have the same name.") }
    }

    private static func measure(_ item: AggregateItem, _ errors: any ErrorCatalog) throws -> StoreAggregation.Measure {
      guard let name = item.alias else { throw errors.badQuery("An aggregate needs a name: 'as'.") }
      guard item.from.isEmpty, case .path(let path) = item.expression else {
        throw errors.badQuery("Only properties can be aggregated; '\(item.expression)' is none.")
      }
      if path == ["$count"], item.method == nil { return .init(name, .count) }
      guard let method = item.method.flatMap({ StoreAggregation.Method(rawValue: $0) }), method != .count else {
        throw errors.badQuery("The aggregate method '\(item.method ?? "")' is not supported.")
      }
      return .init(name, method, of: path)
    }
  }
}

extension JSONObject {
  fileprivate mutating func set(_ path: ArraySlice<String>, _ value: JSON) {
    guard let first = path.first else { return }
    if path.count == 1 {
      append(first, value)
    } else {
      var inner = self[first]?.objectValue ?? JSONObject()
      inner.set(path.dropFirst(), value)
      self[first] = .object(inner)
    }
  }
}
