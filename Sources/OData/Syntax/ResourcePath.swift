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
  /// A key with no name of its own: the `(2)` of `TopProducts(count=3)(2)`. It stands in the segment before it.
  case key(Arguments)
  /// `$filter(price gt 5)` (4.01)
  case filter(Expression)
  /// `$crossjoin(products,sales)`
  case crossJoin([String])
  /// A segment that is no name, percent-decoded: a key as segment (`products/17`) or the place in a collection (`tags/-1`).
  /// Only with `ODataVersion.v4_01`; a key that looks like a name is a `.name`.
  case keyText(String)

  public enum Arguments: Hashable, Sendable {
    /// `('x')`: one key value without a name.
    case single(Expression)
    /// `(a='x',b=2)`: keys or function parameters by name; empty for `()`.
    case named([Expression.NamedArgument])
  }
}
