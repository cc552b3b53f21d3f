public import OData

/// Query options over objects that are in memory, not in a store: descriptions of entities, labels.
///
/// Understands `$filter` with comparisons, `and`, `or`, `not`, `in` and text functions, `$orderby`, `$select`, `$skip`,
/// `$top` and `$count`. Text compares as it stands, case and all; an absent value is `null`.
public struct ObjectQuery: Sendable {
  public struct Page: Sendable {
    public let objects: [JSONObject]
    /// How many there are before `$skip` and `$top`.
    public let total: Int
  }

  private let query: Query
  private let columns: [String]

  /// - Parameter columns: the members every object has; a query that names another is refused.
  public init(_ query: Query, columns: [String]) {
    self.query = query
    self.columns = columns
  }

  /// - Throws: `ObjectQueryError` for unknown members and for what is not understood.
  public func page(of objects: [JSONObject]) throws(ObjectQueryError) -> Page {
    var found = objects
    if let filter = query.filter {
      let filter = filter.replacingAliases(query.aliases)
      var kept: [JSONObject] = []
      for object in objects where try evaluation.value(of: filter, on: object) == .bool(true) { kept.append(object) }
      found = kept
    }
    if !query.orderBy.isEmpty { found = try sorted(found) }
    let total = found.count
    found = Array(found.dropFirst(query.skip ?? 0).prefix(query.top ?? .max))
    return Page(objects: try selected(found), total: total)
  }

  /// The members `$select` asks for; everything without one.
  public func selected(_ objects: [JSONObject]) throws(ObjectQueryError) -> [JSONObject] {
    guard let select = query.selectedPaths, !select.contains("*") else { return objects }
    for name in select where !columns.contains(name) { throw .unknownMember(name) }
    return objects.map { object in JSONObject(object.members.filter { select.contains($0.name) || $0.name.hasPrefix("@") }) }
  }

  private var evaluation: ObjectEvaluation { ObjectEvaluation(columns: columns) }

  private func sorted(_ objects: [JSONObject]) throws(ObjectQueryError) -> [JSONObject] {
    var rows: [(keys: [JSON], object: JSONObject)] = []
    for object in objects {
      var keys: [JSON] = []
      for item in query.orderBy { keys.append(try evaluation.value(of: item.expression, on: object)) }
      rows.append((keys, object))
    }
    let descending = query.orderBy.map(\.descending)
    return rows.enumerated().sorted { a, b in
      for (index, isDescending) in descending.enumerated() {
        switch ObjectEvaluation.order(a.element.keys[index], b.element.keys[index]) {
        case let order? where order != 0: return isDescending ? order > 0 : order < 0
        default: continue
        }
      }
      return a.offset < b.offset
    }.map(\.element.object)
  }
}

/// A query over objects that cannot be answered.
public enum ObjectQueryError: Error, Hashable, Sendable {
  case unknownMember(String)
  case unsupported(String)
}
