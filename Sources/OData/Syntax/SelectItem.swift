/// One item of `$select`.
public struct SelectItem: Hashable, Sendable {
  /// `name`, `address/city`, `*`, `Name.Space.*`, `Name.Space.Function(a,b)`, as it stands in the URL.
  public let path: String
  /// At most one: a query is large and nearly always absent.
  private let nested: [Query]

  /// The options in parentheses behind a complex or a collection property (4.01); empty when there are none.
  public var query: Query { nested.first ?? Query() }

  public var hasOptions: Bool { !nested.isEmpty }

  public init(_ path: String, query: Query? = nil) {
    self.path = path
    nested = query.map { [$0] } ?? []
  }
}

extension SelectItem: ExpressibleByStringLiteral {
  public init(stringLiteral path: String) { self.init(path) }
}
