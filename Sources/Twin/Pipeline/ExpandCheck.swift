import OData

/// Refuses an `$expand` that the table cannot answer before anything is read or written, so that the refusal does not depend
/// on whether there are rows.
struct ExpandCheck {
  let product: any Product

  func check(_ query: Query, of target: Target) throws {
    guard !query.expand.isEmpty else { return }
    switch target {
    case .collection(let table, _), .entity(let table, _): try check(query.expand, of: table)
    default: break
    }
  }

  private func check(_ items: [ExpandItem], of table: TableDefinition) throws {
    for item in items {
      guard let navigation = product.model.edm.entityType(table.name)?.navigationProperty(item.path[0]),
        let target = product.model.table(navigation.targetType)
      else { throw product.errors.unknownPropertyInQuery(item.path[0], table: table) }
      if !navigation.isCollection, item.query.filter != nil || item.query.top != nil || !item.query.orderBy.isEmpty {
        throw product.errors.badQuery(
          "$filter, $orderby and $top inside $expand are for collections; '\(navigation.name)' is a single row.")
      }
      try check(item.query.expand, of: target)
    }
  }
}
