import EntityStore
public import OData

extension TwinService {
  /// Creates rows as the same number of POST requests would, with the same checks and business rules, but without parsing
  /// and writing messages: for loading large data sets. All of it is one transaction; a row that is refused leaves nothing
  /// behind and does not take the others with it.
  /// - Returns: per row, `nil` when it was created, else why not.
  /// - Throws: `StoreError` when the transaction itself fails.
  public func importRows(into entitySet: String, _ payloads: [JSONObject]) throws -> [ServiceError?] {
    guard let table = product.model.table(set: entitySet) else {
      return payloads.map { _ in product.errors.unknownResource(path: entitySet, segment: entitySet) }
    }
    let request = HTTPRequest(.post, "\(product.rules.servicePath)/\(entitySet)")
    let handler = EntityHandler(
      service: self, request: request, path: entitySet, query: KnownQuery(Query()), session: Session(ambient: ambient), contentIDs: [:])
    let writer = EntityWriter(handler)
    return try product.store.transaction {
      payloads.map { payload in
        do {
          try writer.insert(table, payload)
          return nil
        } catch {
          return refusal(for: error)
        }
      }
    }
  }
}
