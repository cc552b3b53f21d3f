/// One transformation of `$apply`, after the OData extension for data aggregation 4.0.
public indirect enum ApplyTransformation: Hashable, Sendable {
  case identity
  /// `aggregate(revenue with sum as total,$count as rows)`
  case aggregate([AggregateItem])
  /// `groupby((status,owner/name),aggregate(…))`; without transformations the groups alone are asked for.
  case groupBy([GroupingElement], [ApplyTransformation])
  case filter(Expression)
  case search(SearchExpression)
  /// `compute(price mul quantity as amount)`
  case compute([ComputeItem])
  /// `concat(identity,aggregate(…))`: the results of each sequence, one after the other.
  case concat([[ApplyTransformation]])
  case orderBy([OrderItem])
  case top(Int)
  case skip(Int)
  /// `topcount(2,revenue)`: how many, or how much of it, and by which value.
  case ranked(RankingMethod, Expression, by: Expression)
  /// `join(sales as sale,filter(…))`; `outerjoin` keeps rows without a match.
  case join(outer: Bool, path: [String], alias: String, [ApplyTransformation])
  /// `nest(groupby((a)) as groups)`
  case nest([NestedResult])
  /// `addnested(sales,filter(…) as filtered)`
  case addNested(path: [String], [NestedResult])
  /// `ancestors(…)` and `descendants(…)`: the rows above or below the start rows.
  case related(HierarchyDirection, Hierarchy, start: [ApplyTransformation], distanceMax: Int?, keepsStart: Bool)
  /// `traverse(…)`: the rows of a hierarchy in preorder or postorder.
  case traverse(Hierarchy, postorder: Bool, start: [ApplyTransformation], orderBy: [OrderItem])
  /// `Name.Space.condense(size=3)`: a service's own set transformation.
  case function(String, [Expression.NamedArgument])

  public struct NestedResult: Hashable, Sendable {
    public let transformations: [ApplyTransformation]
    public let alias: String

    public init(_ transformations: [ApplyTransformation], as alias: String) {
      self.transformations = transformations
      self.alias = alias
    }
  }
}

/// What `groupby` groups by.
public indirect enum GroupingElement: Hashable, Sendable {
  /// `status`, `owner/name`
  case property([String])
  /// `rollup(country,city)`: groups of groups; one path alone names a levelled hierarchy.
  case rollup([[String]])
  /// `rolluprecursive($root/units,UnitHierarchy,unit/id)`
  case rollupRecursive(Hierarchy, [ApplyTransformation])
}

/// `revenue with sum as total`, `$count as rows`, `lines/$count as lines`, `budget`.
public struct AggregateItem: Hashable, Sendable {
  /// What is aggregated. A path that ends in `$count` counts; a path without a method names a custom aggregate.
  public let expression: Expression
  /// `sum`, `min`, `max`, `average`, `countdistinct` or a service's own, qualified.
  public let method: String?
  /// `from day with max`: steps that aggregate within groups before `method` aggregates the groups.
  public let from: [Step]
  /// The name of the result; a custom aggregate and the function `aggregate(…)` inside an expression need none.
  public let alias: String?

  public struct Step: Hashable, Sendable {
    public let grouping: [[String]]
    public let method: String?

    public init(grouping: [[String]], method: String?) {
      self.grouping = grouping
      self.method = method
    }
  }

  public init(_ expression: Expression, with method: String? = nil, from: [Step] = [], as alias: String? = nil) {
    self.expression = expression
    self.method = method
    self.from = from
    self.alias = alias
  }
}

public enum RankingMethod: String, Hashable, Sendable, CaseIterable {
  case topCount = "topcount"
  case topSum = "topsum"
  case topPercent = "toppercent"
  case bottomCount = "bottomcount"
  case bottomSum = "bottomsum"
  case bottomPercent = "bottompercent"
}

public enum HierarchyDirection: String, Hashable, Sendable { case ancestors, descendants }

/// A recursive hierarchy as `$apply` names it: the collection of nodes, the qualifier of its annotation, the node of a row.
public struct Hierarchy: Hashable, Sendable {
  public let nodes: Expression
  public let qualifier: String
  public let node: [String]

  public init(nodes: Expression, qualifier: String, node: [String]) {
    self.nodes = nodes
    self.qualifier = qualifier
    self.node = node
  }
}
