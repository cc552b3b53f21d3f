/// The query options of a request, parsed.
public struct Query: Hashable, Sendable {
  public var select: [String]?
  public var filter: Expression?
  public var orderBy: [OrderItem] = []
  public var expand: [ExpandItem] = []
  public var top: Int?
  public var skip: Int?
  public var count: Bool = false
  /// Opaque paging text of a next link, already percent-decoded.
  public var skipToken: String?
  public var deltaToken: String?
  /// Options the parser knows but leaves as text until something evaluates them: `$search`, `$apply`, `$compute`, `$format`.
  public var unevaluated: [Option] = []
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
  /// The navigation property, with any further path: `customerid_account`, `quoteid/customerid_account`.
  public let path: [String]
  /// `/$ref` or `/$count` behind the path.
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

/// The path of a request below the service root, parsed: `accounts(accountnumber='A')/contact_customer_accounts/$count`.
public struct ResourcePath: Hashable, Sendable {
  public var segments: [PathSegment]

  public init(_ segments: [PathSegment]) { self.segments = segments }
}

public enum PathSegment: Hashable, Sendable {
  /// An entity set, navigation property, property, operation or type name, with what stood in parentheses behind it.
  case name(String, arguments: Arguments?)
  /// `$metadata`, `$batch`, `$count`, `$ref`, `$value`, `$entity`, `$all`, `$delta`, with the dollar sign.
  case system(String)

  public enum Arguments: Hashable, Sendable {
    /// `('x')`: one key value without a name.
    case single(Expression)
    /// `(a='x',b=2)`: keys or function parameters by name; empty for `()`.
    case named([Expression.NamedArgument])
  }
}
