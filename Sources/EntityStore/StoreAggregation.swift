/// A read that answers groups of rows instead of rows: `$apply` with `groupby` and `aggregate`.
public struct StoreAggregation: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    case sum, min, max, average, countDistinct = "countdistinct"
    /// Of the rows themselves.
    case count
  }

  public struct Measure: Sendable {
    public let name: String
    public let method: Method
    /// The path of a property; `nil` where rows are counted.
    public let path: [String]?

    public init(_ name: String, _ method: Method, of path: [String]? = nil) {
      self.name = name
      self.method = method
      self.path = path
    }
  }

  /// Table, filter and restriction; nothing else of it counts.
  public var query: StoreQuery
  /// Paths of properties, over lookups where they lead further. Without any, all rows are one group.
  public var groupBy: [[String]]
  public var measures: [Measure]
  /// By the position among the groupings and, behind them, the measures.
  public var orderBy: [(position: Int, descending: Bool)]
  public var limit: Int?

  public init(
    _ query: StoreQuery, groupBy: [[String]], measures: [Measure], orderBy: [(position: Int, descending: Bool)] = [], limit: Int? = nil
  ) {
    self.query = query
    self.groupBy = groupBy
    self.measures = measures
    self.orderBy = orderBy
    self.limit = limit
  }
}
