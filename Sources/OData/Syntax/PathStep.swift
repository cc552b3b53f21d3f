/// One step of a path inside an expression, where the path is more than names.
public indirect enum PathStep: Hashable, Sendable {
  /// A property, a type, a range variable, an annotation, or a word of the protocol: `name`, `N.Type`, `$root`, `$count`.
  case name(String)
  /// `products('P-1')`, `N.topProducts(count=3)`: keys of a collection or parameters of a function; the model tells which.
  case call(String, PathSegment.Arguments)
  /// A key with no name of its own, behind a function call or a filter: the `(2)` of `N.f(a=1)(2)`.
  case key(PathSegment.Arguments)
  /// `$filter(price gt 5)`
  case filter(Expression)
  /// `$count($filter=price gt 5;$search=bike)` (4.01)
  case count(Query)
  /// `any(d:d/price gt 5)` behind a path that is more than names.
  case lambda(LambdaOperator, variable: String?, predicate: Expression?)
  /// `aggregate(amount with sum)` of the aggregation extension.
  case aggregate(AggregateItem)
}
