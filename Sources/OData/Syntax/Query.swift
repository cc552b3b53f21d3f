/// The query options of a request, parsed.
public struct Query: Hashable, Sendable {
  /// The columns asked for; `nil` without `$select`.
  public var select: [SelectItem]?
  public var filter: Expression?
  public var orderBy: [OrderItem] = []
  public var expand: [ExpandItem] = []
  public var top: Int?
  public var skip: Int?
  public var count: Bool = false
  /// Opaque paging text of a next link, already percent-decoded.
  public var skipToken: String?
  public var deltaToken: String?
  public var search: SearchExpression?
  /// The transformations of `$apply` in their order; empty without it.
  public var apply: [ApplyTransformation] = []
  public var compute: [ComputeItem] = []
  /// `json`, `application/json;odata.metadata=full`.
  public var format: String?
  /// `$id`, the address of the entity that `$entity` or `$ref` speaks of.
  public var id: String?
  /// `$index`, the place in an ordered collection; negative counts from its end (4.01).
  public var index: Int?
  public var schemaVersion: String?
  /// Options without `$`, such as `cross-company` or `annotations`.
  public var custom: [Option] = []
  /// Parameter aliases: `@p1=…`, without the `@`.
  public var aliases: [Alias] = []

  public init() {}

  public struct Option: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public struct Alias: Hashable, Sendable {
    public let name: String
    public let value: Expression

    public init(name: String, value: Expression) {
      self.name = name
      self.value = value
    }
  }

  public func custom(_ name: String) -> String? { custom.first { $0.name == name }?.value }

  /// The paths of `$select` as they stand in the URL, without nested options; `nil` without `$select`.
  public var selectedPaths: [String]? { select?.map(\.path) }
}

public struct OrderItem: Hashable, Sendable {
  public let expression: Expression
  public let descending: Bool

  public init(_ expression: Expression, descending: Bool = false) {
    self.expression = expression
    self.descending = descending
  }
}

public struct ExpandItem: Hashable, Sendable {
  /// The navigation property, with any further path: `customerid_account`, `quoteid/customerid_account`; `*` for all.
  public let path: [String]
  /// `$ref`, `$count` or `$value` behind the path; `$value` (4.01) also alone.
  public let suffix: String?
  /// The options in parentheses; empty when there are none.
  public let query: Query
  public let levels: String?

  public init(path: [String], suffix: String? = nil, query: Query = Query(), levels: String? = nil) {
    self.path = path
    self.suffix = suffix
    self.query = query
    self.levels = levels
  }
}
