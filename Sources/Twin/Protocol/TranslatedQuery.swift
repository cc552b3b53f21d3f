public import OData

/// A read that was not asked for in OData's own words: FetchXML or SQL of Dataverse, translated.
public struct TranslatedQuery: Sendable {
  /// `$select`, `$filter`, `$orderby`, `$top` and `$count` of the translation.
  public var query: Query
  /// Rows a page, and the number of the page that is asked for, from 1.
  public var pageSize: Int?
  public var page: Int
  /// The cookie an earlier page gave, decoded.
  public var pagingCookie: String?
  /// Whether pages are told by annotations instead of next links (FetchXML).
  public var annotatesPages: Bool

  public init(_ query: Query, pageSize: Int? = nil, page: Int = 1, pagingCookie: String? = nil, annotatesPages: Bool = false) {
    self.query = query
    self.pageSize = pageSize
    self.page = page
    self.pagingCookie = pagingCookie
    self.annotatesPages = annotatesPages
  }
}
