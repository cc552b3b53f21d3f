/// One more entity over the rows of a table: the product has several for some of its tables (Customers V2 and V3), and each sees at once
/// what was written through another.
public struct ViewDefinition: Hashable, Sendable {
  /// The table that keeps the rows.
  public let base: String
  /// For each column, the column of the base that holds it; a column without one reads as its default in every row and cannot be
  /// written.
  public let columns: [String: String]

  public init(base: String, columns: [String: String]) {
    self.base = base
    self.columns = columns
  }
}
