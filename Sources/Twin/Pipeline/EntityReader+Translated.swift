import EntityStore
import OData

extension EntityReader {
  /// Answers a query that was translated from another language.
  func translated(_ table: TableDefinition, _ translated: TranslatedQuery) throws -> HTTPResponse {
    let query = translated.query
    var store = try storeQuery(table, nil, query)
    let pageSize = min(translated.pageSize ?? handler.preferences.maxPageSize ?? rules.pageSizeMax, rules.pageSizeMax)
    store.limit = min(query.top ?? pageSize, rules.pageSizeMax)
    var pageNumber = translated.page
    if let text = translated.pagingCookie {
      guard let cursor = PagingCookie.cursor(text) else { throw errors.badPageToken() }
      store.after = cursor
    } else if let token = handler.query.skipToken {
      guard let cookie = PagingCookie(token) else { throw errors.badPageToken() }
      store.after = cookie.cursor
      pageNumber = cookie.page
    } else {
      store.offset = (translated.page - 1) * pageSize
    }
    let page = try product.store.page(store)
    let shape = try shape(table, query)
    var writer = JSONWriter(reservingCapacity: 1024 + page.rows.count * shape.plan.rowBytes)
    writer.beginObject()
    if handler.format.metadata != .none {
      writer.name("@odata.context")
      writer.write(context(of: table, query))
    }
    try writeCounts(query.count ? store : nil, to: &writer)
    let cookie = query.top == nil ? page.next.map { PagingCookie(cursor: $0, page: pageNumber + 1) } : nil
    if translated.annotatesPages {
      let annotations = handler.preferences.annotations
      if let cookie, annotations.includes(Annotation.fetchPagingCookie) {
        writer.name("@\(Annotation.fetchPagingCookie)")
        writer.write(cookie.doublyEncodedText)
      }
      if annotations.includes(Annotation.moreRecords) {
        writer.name("@\(Annotation.moreRecords)")
        writer.write(Value.bool(cookie != nil))
      }
    }
    writer.name("value")
    writer.beginArray()
    for row in page.rows { try write(row, table, shape, to: &writer) }
    writer.endArray()
    if let next = page.next, cookie != nil, !translated.annotatesPages {
      writer.name("@odata.nextLink")
      writer.write(nextLink(behind: next, page: pageNumber, shown: page.rows.count, remaining: nil, nil))
    }
    writer.endObject()
    return handler.json(200, writer.bytes, headers: handler.appliedPreferences(isPaged: query.top == nil))
  }
}
